"""Passwords as they are kept."""

from club import passwords


def test_a_password_is_known_again() -> None:
    kept = passwords.hashed("correct horse")
    assert passwords.matches("correct horse", kept)
    assert not passwords.matches("battery staple", kept)


def test_without_an_account_as_much_is_computed() -> None:
    assert not passwords.matches("correct horse", None)
    assert not passwords.is_dated(passwords._NOBODYS)
