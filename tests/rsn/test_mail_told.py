from forms_api.mail import Mail, compose
from rsn.mail_told import told


def test_a_mail_is_told_with_its_link(tmp_path):
    file = tmp_path / "1.eml"
    text = "Hello,\n\nopen this:\nhttp://127.0.0.1:8000/forms/sign-in/link/abc\n\nIt works for ten minutes.\n"
    file.write_bytes(compose(Mail("ines@weirside.example", "Your link", text), "desk@weirside.example"))

    assert told(file) == "Mail to ines@weirside.example: Your link  http://127.0.0.1:8000/forms/sign-in/link/abc"


def test_a_mail_without_a_link_is_told_by_its_subject(tmp_path):
    file = tmp_path / "1.eml"
    file.write_bytes(compose(Mail("ines@weirside.example", "Hello", "No link."), "desk@weirside.example"))

    assert told(file) == "Mail to ines@weirside.example: Hello"


def test_a_mail_that_is_gone_already_stops_nothing(tmp_path):
    assert told(tmp_path / "2.eml") == "Mail 2.eml came and went."
