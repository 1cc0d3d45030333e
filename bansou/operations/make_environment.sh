#!/bin/sh
# Makes .venv with uv inside, from whatever Python the machine has. Called by the Makefile, from the top folder.
set -eu

UV_VERSION='uv>=0.9,<1'

fits() { # is "$1" a Python that Bansou runs on, able to make environments?
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}

find_python() {
    pyenv="${PYENV_ROOT:-$HOME/.pyenv}/versions"
    for name in python3.13 "$pyenv"/3.13.*/bin/python python3.12 "$pyenv"/3.12.*/bin/python python3.14 "$pyenv"/3.14.*/bin/python python3 python; do
        if fits "$name"; then
            echo "$name"
            return
        fi
    done
}

give_up() {
    cat >&2 <<'END'
Python 3.12〜3.14 が見つからず、取り寄せることもできませんでした。次のどれかのあとで、もう一度お試しください。
  ・Python 3.13 を入れる（Debian 13・Ubuntu: apt-get install python3 python3-venv、pyenv: pyenv install 3.13、macOS: brew install python@3.13）
  ・ネットワークやパッケージの取得元（pip の設定）を確かめる
(No Python from 3.12 to 3.14 here, and none could be fetched. Install Python 3.13 with venv and pip, then run make again.)
END
    exit 1
}

trap 'code=$?; [ $code -eq 0 ] || rm -rf .venv' EXIT
echo '環境を整えています（.venv）…'
python=$(find_python)
if [ -n "$python" ]; then
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$UV_VERSION" || give_up
else
    # An older Python can still bring uv, and uv looks in more places than we do, then fetches one.
    bootstrap=$(mktemp -d)
    trap 'code=$?; rm -rf "$bootstrap"; [ $code -eq 0 ] || rm -rf .venv' EXIT
    python3 -m venv "$bootstrap" && "$bootstrap/bin/python" -m pip install --quiet --disable-pip-version-check "$UV_VERSION" || give_up
    "$bootstrap/bin/uv" venv --quiet --clear --seed --python '>=3.12,<3.15' .venv || give_up
    "$bootstrap/bin/uv" pip install --quiet --python .venv/bin/python "$UV_VERSION" || give_up
fi
