"""Settings are read once, and an error names the key."""

import os
from pathlib import Path

import pytest

from agent.settings import SettingsError, check_writable, load_settings, silence_libraries


def test_defaults_listen_on_loopback() -> None:
    """Without settings the page is for this machine alone."""
    settings = load_settings({})

    assert (settings.host, settings.port, settings.tracing) == ("127.0.0.1", 7860, False)


def test_an_unknown_setting_is_refused_by_name() -> None:
    """A slip of the pen is not silently ignored."""
    with pytest.raises(SettingsError, match="Unknown setting ADVISOR_PROT"):
        load_settings({"ADVISOR_PROT": "8080"})


def test_a_value_that_cannot_be_is_named_with_its_key() -> None:
    """The sentence says which setting is wrong."""
    with pytest.raises(SettingsError, match="ADVISOR_PORT='many' cannot be used"):
        load_settings({"ADVISOR_PORT": "many"})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """What is set closer counts."""
    file = tmp_path / "advisor.env"
    file.write_text("ADVISOR_PORT=8081\nADVISOR_HOST=127.0.0.2\n")

    settings = load_settings({"ADVISOR_SETTINGS": str(file), "ADVISOR_PORT": "8082"})

    assert (settings.port, settings.host) == (8082, "127.0.0.2")


def test_what_libraries_would_send_is_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """LangSmith's gateway would get what is meant for the model's provider."""
    names = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY")
    for name in names:
        monkeypatch.setenv(name, "true")
    silence_libraries(load_settings({"ADVISOR_TRACING": "true"}))
    left_on = [os.environ[name] for name in names]
    silence_libraries(load_settings({}))

    assert left_on == ["true"] * 3
    assert [os.environ[name] for name in names] == ["false"] * 3


def test_a_settings_file_that_is_not_there_is_named() -> None:
    """The path that was looked for is in the sentence."""
    with pytest.raises(SettingsError, match="nowhere"):
        load_settings({"ADVISOR_SETTINGS": "/nowhere/advisor.env"})


def test_a_folder_that_cannot_be_made_is_named_with_its_setting(tmp_path: Path) -> None:
    """A file in the way of the folder gives one sentence, as root too."""
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match="Give it rights or set ADVISOR_DATA"):
        check_writable(tmp_path / "file" / "data", "ADVISOR_DATA")


def test_accounts_are_read_and_never_shown() -> None:
    """Several names with their passwords, which may hold a colon; what is wrong is said without the value."""
    settings = load_settings({"ADVISOR_AUTH": "ann:a:b, bob:secret"})

    assert settings.auth == (("ann", "a:b"), ("bob", "secret"))
    for wrong in ("topsecret", "ann:", ":topsecret"):
        with pytest.raises(SettingsError, match=r"ADVISOR_AUTH=… cannot be used: write name:password") as caught:
            load_settings({"ADVISOR_AUTH": wrong})
        assert "topsecret" not in repr(caught.value)
        assert caught.value.__cause__ is None


@pytest.mark.parametrize("wrong", ["advisor", "/advisor/", "//elsewhere.example", "/a b", "/x?y"])
def test_a_root_path_that_is_no_path_is_refused(wrong: str) -> None:
    """The sentence shows what one looks like."""
    assert load_settings({"ADVISOR_ROOT_PATH": "/tools/advisor"}).root_path == "/tools/advisor"
    with pytest.raises(SettingsError, match="write a path like /advisor"):
        load_settings({"ADVISOR_ROOT_PATH": wrong})
