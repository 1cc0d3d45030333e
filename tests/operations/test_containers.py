"""Dockerfile and docker-compose.yml: no engine runs here, so each name in them is followed into the repository instead."""

import importlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands

from bansou.settings.env import VARIABLES

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = ("setup", "web", "worker")
#: Read by the programs in the image rather than by our settings.
NOT_OURS = {
    "DJANGO_SETTINGS_MODULE",
    "PATH",
    "PYTHONUNBUFFERED",
    "PYTHONDONTWRITEBYTECODE",
    "UV_COMPILE_BYTECODE",
    "UV_LINK_MODE",
    "UV_PYTHON_DOWNLOADS",
}


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.+)$", DOCKERFILE, re.MULTILINE)


def command_of(service: str) -> list[str]:
    return COMPOSE["services"][service].get("command") or yaml.safe_load(instructions("CMD")[-1])


def test_the_image_has_the_python_that_the_project_asks_for():
    wanted = (ROOT / ".python-version").read_text().strip()

    assert all(image.startswith(f"python:{wanted}-slim") for image in instructions("FROM"))


@pytest.mark.parametrize("path", ["pyproject.toml", "uv.lock", ".python-version"])
def test_what_is_copied_first_is_in_the_repository(path):
    first_copy = next(copy for copy in instructions("COPY") if not copy.startswith("."))

    assert path in first_copy.split()
    assert (ROOT / path).is_file()


def test_the_image_runs_as_a_user_of_its_own():
    assert instructions("USER") == ["bansou"]
    assert "useradd --system --uid 10001" in DOCKERFILE


def test_what_collects_the_static_files_has_every_variable_that_production_needs():
    step = next(run for run in instructions("RUN") if "collectstatic" in run)
    given = set(re.findall(r"\b([A-Z_]{4,})=", step))

    assert given >= needed_in_production()
    assert given - NOT_OURS <= set(VARIABLES)
    assert "collectstatic" in get_commands()


def test_every_variable_of_the_image_is_known():
    names = {name for line in instructions("ENV") for name in re.findall(r"\b([A-Z_]{4,})=", line)}

    assert names - NOT_OURS <= set(VARIABLES)


def test_the_health_check_asks_an_address_of_the_site_on_the_port_of_the_image(client):
    address = urlsplit(re.search(r"'(http://[^']+)'", DOCKERFILE)[1])

    assert address.port == int(instructions("EXPOSE")[0]) == int(re.search(r"PORT=(\d+)", DOCKERFILE)[1])
    assert client.get(address.path).status_code == 200


@pytest.mark.parametrize("service", OURS)
def test_every_variable_of_a_service_is_known_and_none_that_production_needs_is_missing(service):
    given = set(COMPOSE["services"][service]["environment"])

    assert given - NOT_OURS <= set(VARIABLES)
    assert given >= needed_in_production() | {"DATABASE_URL"}


@pytest.mark.parametrize("service", OURS)
def test_settings_and_command_of_a_service_exist(service):
    command = command_of(service)

    assert COMPOSE["services"][service]["environment"]["DJANGO_SETTINGS_MODULE"] == "bansou.settings.production"
    assert (ROOT / "bansou" / "settings" / "production.py").is_file()
    assert command[0] == "python"
    if command[1] == "-m":
        assert importlib.util.find_spec(command[2])
    else:
        assert (ROOT / command[1]).is_file()
        assert command[2] in get_commands()


def test_the_web_process_listens_where_the_port_is_published():
    container_port = COMPOSE["services"]["web"]["ports"][0].rsplit(":", 1)[1]

    assert container_port == instructions("EXPOSE")[0]
    assert command_of("web")[-2:] == ["--host", "0.0.0.0"]  # noqa: S104 (inside its container)


def test_services_wait_for_services_that_exist_and_can_tell_their_state():
    for name, service in COMPOSE["services"].items():
        for awaited, how in service.get("depends_on", {}).items():
            assert awaited in COMPOSE["services"], name
            if how["condition"] == "service_healthy":
                assert "test" in COMPOSE["services"][awaited]["healthcheck"]


def test_web_and_worker_start_only_after_the_setup_succeeded():
    for service in ("web", "worker"):
        assert COMPOSE["services"][service]["depends_on"]["setup"] == {"condition": "service_completed_successfully"}


def test_the_database_address_names_the_service_its_user_and_its_database():
    database = COMPOSE["services"]["database"]["environment"]
    address = _address("setup", "DATABASE_URL")

    assert address.hostname == "database"
    assert address.username == database["POSTGRES_USER"]
    assert address.path == f"/{database['POSTGRES_DB']}"


@pytest.mark.parametrize("service", ["web", "worker"])
def test_web_and_worker_connect_as_the_role_that_the_setup_limits_and_that_owns_nothing(service):
    assert _address(service, "DATABASE_URL") == _address("setup", "BANSOU_SITE_DATABASE_URL")
    assert _address(service, "DATABASE_URL").username != COMPOSE["services"]["database"]["environment"]["POSTGRES_USER"]


def _address(service, variable):
    return urlsplit(re.sub(r"\$\{[^}]+\}", "word", COMPOSE["services"][service]["environment"][variable]))


def test_the_database_keeps_its_data_where_the_image_of_version_18_looks():
    assert COMPOSE["services"]["database"]["image"] == "postgres:18"
    assert COMPOSE["services"]["database"]["volumes"] == ["database:/var/lib/postgresql"]


def test_every_mounted_volume_is_declared_and_uploads_survive_a_new_image():
    mounted = [volume.split(":") for service in COMPOSE["services"].values() for volume in service.get("volumes", [])]
    var = re.search(r"BANSOU_VAR=(\S+) PORT", DOCKERFILE)[1]

    assert {name for name, _ in mounted} == set(COMPOSE["volumes"])
    assert ["media", f"{var}/media"] in mounted


def test_what_stays_out_of_the_image_is_not_needed_in_it():
    ignored = {line.strip("/") for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")}

    assert {".git", ".venv", "var", ".env"} <= ignored
    assert not ignored & {
        "accounts",
        "bansou",
        "cases",
        "knowhow",
        "static",
        "templates",
        "manage.py",
        "pyproject.toml",
        "uv.lock",
    }


def needed_in_production() -> set[str]:
    """The variables without which production settings refuse to load."""
    source = (ROOT / "bansou" / "settings" / "production.py").read_text(encoding="utf-8")
    named = {
        "BANSOU_MAIL_URL": "env.mailer()",
        "BANSOU_PRIVATE_KEYS": "env.private_keys()",
        "BANSOU_SECOND_FACTOR_KEYS": 'env.private_keys("BANSOU_SECOND_FACTOR_KEYS")',
        "BANSOU_SELF_CHECK_KEYS": 'env.private_keys("BANSOU_SELF_CHECK_KEYS")',
    }
    return set(re.findall(r'env\.text\("([A-Z_]+)"\)', source)) | {name for name, call in named.items() if call in source}
