"""The list of one's sessions names devices as their owner would."""

import pytest

from accounts.templatetags.devices import device_words


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "WindowsパソコンのChrome"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0", "WindowsパソコンのEdge"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "iPhoneのSafari"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "LinuxパソコンのFirefox"),
        ("curl/8.1", "不明な端末"),
        ("", "不明な端末"),
    ],
)  # fmt: skip
def test_a_device_is_named_by_machine_and_browser(header, words):
    assert device_words(header) == words


def test_the_list_of_sessions_names_devices(client_of, member):
    client = client_of(member)

    page = client.get("/accounts/sessions/", headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"})

    assert "Mozilla" not in page.content.decode()
