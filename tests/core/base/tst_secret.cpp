#include "core/base/secret.h"

#include <QDebug>
#include <QRegularExpression>
#include <QTest>
#include <type_traits>

using namespace Qt::StringLiterals;
using core::Secret;

class SecretTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void printingItShowsDots()
    {
        QString out;
        QDebug(&out) << Secret::copy("hunter2!");
        QVERIFY(!out.contains(u"hunter"_s));
        QVERIFY(out.contains(u"•"_s));
    }

    void takingItWipesTheText()
    {
        QByteArray text("hunter2!");
        const char *where = text.constData();
        const auto secret = Secret::take(std::move(text));
        QVERIFY(secret.reveal() == "hunter2!");
        QVERIFY(text.isEmpty()); // NOLINT(bugprone-use-after-move): that it is empty is the point
        Q_UNUSED(where)
    }

    void takingAStringWipesIt()
    {
        QString text = u"pässword"_s;
        const auto secret = Secret::take(std::move(text));
        QCOMPARE(secret.size(), std::size_t(9));
        QVERIFY(text.isEmpty()); // NOLINT(bugprone-use-after-move): likewise
    }

    void copiesAreTheSameAndOthersAreNot()
    {
        const auto secret = Secret::copy("hunter2!");
        const auto copy = secret; // NOLINT(performance-unnecessary-copy-initialization): the copy is what is tested
        QVERIFY(copy == secret);
        QVERIFY(!(secret == Secret::copy("hunter3!")));
        QVERIFY(!(secret == Secret()));
        QVERIFY(Secret() == Secret::copy(""));
    }

    void itDoesNotTurnIntoTextByAccident()
    {
        static_assert(!std::is_convertible_v<Secret, QString>);
        static_assert(!std::is_convertible_v<Secret, QByteArray>);
        static_assert(!std::is_convertible_v<Secret, std::string_view>);
        QVERIFY(Secret().reveal().empty());
    }
};

QTEST_GUILESS_MAIN(SecretTest)
#include "tst_secret.moc"
