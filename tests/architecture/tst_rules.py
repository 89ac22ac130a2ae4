#!/usr/bin/python3
"""Every structural rule can fail: each is shown a small tree that breaks it, and one that does not."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import rules  # noqa: E402

H = "#pragma once\n"


def judge(files):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "-q", folder], check=True)
        for name, text in files.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        run = subprocess.run([sys.executable, HERE / "rules.py", folder], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout


class Rules(unittest.TestCase):
    def assert_fault(self, name, text, words):
        code, out = judge({name: text})
        self.assertEqual(code, 1, out)
        self.assertIn(words, out)

    def test_a_sound_tree_passes(self):
        code, out = judge({
            "core/base/a.h": H + "#include <QString>\n",
            "core/domain/b.cpp": '#include "core/base/a.h"\n// QEventLoop in a comment is no call\n',
            "ui/keys/c.cpp": '#include "core/services/keys.h"\n#include "ui/kit/theme.h"\n',
            "core/storage/d.cpp": "#include <QSqlQuery>\nbool f() { return query.exec(); }\n",
        })
        self.assertEqual(code, 0, out)

    def test_directions(self):
        self.assert_fault("core/base/a.cpp", '#include "core/domain/key.h"\n', "core/base must not include core/domain")
        self.assert_fault("core/storage/a.cpp", '#include "core/net/httpclient.h"\n', "must not include core/net")
        self.assert_fault("core/services/a.cpp", '#include "ui/kit/theme.h"\n', "must not include ui/kit")
        self.assert_fault("core/gateway/api/a.cpp", '#include "core/services/keys.h"\n', "must not include core/services")
        self.assert_fault("core/gateway/oidc/a.cpp", '#include "core/gateway/store/users.h"\n', "must not include core/gateway/store")
        self.assert_fault("ui/keys/a.cpp", '#include "ui/shell/mainwindow.h"\n', "must not include ui/shell")
        self.assert_fault("ui/keys/a.cpp", '#include "core/net/httpclient.h"\n', "ui must not include core/net")
        self.assert_fault("app/desktop/a.cpp", '#include "tests/support/check.h"\n', "includes a test")

    def test_homes(self):
        self.assert_fault("core/services/a.cpp", "#include <QNetworkReply>\n", "has its home in core/net")
        self.assert_fault("ui/keys/a.cpp", "#include <QSqlQuery>\n", "has its home in core/storage")
        self.assert_fault("core/services/a.cpp", "#include <qt6keychain/keychain.h>\n", "has its home in core/credentials")
        self.assert_fault("core/gateway/api/a.cpp", "#include <boost/asio.hpp>\n", "has its home in core/gateway/http")
        self.assert_fault("core/gateway/api/a.cpp", "#include <cjose/cjose.h>\n", "has its home in core/gateway/oidc")
        self.assert_fault("core/domain/a.cpp", "#include <sodium.h>\n", "has its home in core/base/crypto.cpp")
        self.assert_fault("core/services/a.cpp", "#include <QColor>\n", "Qt Gui or Widgets")
        self.assert_fault("core/gateway/check/a.cpp", "#include <QString>\n", "plain C++")

    def test_calls(self):
        for call in ("QEventLoop loop;", "dialog.exec();", "process.waitForFinished(1);", "Settings::instance().x();",
                     "reply->ignoreSslErrors();", "label->setTextFormat(Qt::RichText);", "co_await f();", "system(x);",
                     "auto *l = new QLabel(text);", "QMessageBox::warning(this);", "secret.reveal();",
                     "QDateTime::currentDateTimeUtc();"):
            self.assert_fault("ui/keys/a.cpp", f"void f() {{ {call} }}\n", "ui/keys/a.cpp:1")

    def test_sizes_and_names(self):
        self.assert_fault("core/base/a.cpp", "\n" * 401, "401 lines")
        self.assert_fault("core/base/a.h", H + "\n" * 150, "151 lines")
        self.assert_fault("ui/shell/mainwindow.cpp", "\n" * 251, "at most 250")
        self.assert_fault("core/base/keymanager.cpp", "\n", "invites everything in")
        self.assert_fault("core/base/a.h", "#ifndef A\n", "#pragma once")
        self.assert_fault("src/a.cpp", "\n", "top-level")

    def test_a_key_in_the_repository(self):
        body = "ks_" + "a" * 43
        key = body + rules.base62_checksum(body.encode())
        self.assert_fault("README.md", f"use {key} here\n", "well-formed key")
        code, _ = judge({"README.md": f"use {body}AAAAAA here\n"})
        self.assertEqual(code, 0)


if __name__ == "__main__":
    unittest.main()
