#include "core/backend/probe/redaction.h"
#include "core/base/crypto.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

class RedactionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_key = "pre_+/" + QByteArray::fromStdString(crypto::randomBase62(40));
    }

    void theKeyIsTakenOutHoweverItIsWritten_data()
    {
        QTest::addColumn<int>("form");
        QTest::newRow("as it stands") << 0;
        QTest::newRow("percent-encoded") << 1;
        QTest::newRow("Base64") << 2;
        QTest::newRow("Base64 for addresses") << 3;
        QTest::newRow("hex") << 4;
    }
    void theKeyIsTakenOutHoweverItIsWritten()
    {
        QFETCH(int, form);
        const QByteArrayList forms{m_key, m_key.toPercentEncoding(), m_key.toBase64(),
                                   m_key.toBase64(QByteArray::Base64UrlEncoding), m_key.toHex()};
        const auto clean = applied("You sent " + forms.at(form) + ", which is none.");
        QVERIFY2(!clean.contains(forms.at(form).mid(4, 8)), clean.constData());
        QVERIFY(clean.startsWith("You sent •••"));
        QVERIFY(clean.endsWith(", which is none."));
    }

    void aLongPieceIsTakenOutAndAShortOneIsNot()
    {
        QCOMPARE(applied("key " + m_key.mid(10, 12) + " is dead"), QByteArray("key ••• is dead"));
        QCOMPARE(applied("key " + m_key.right(4) + " is dead"), "key " + m_key.right(4) + " is dead");
    }

    void pieceAfterPieceBecomesOneMark() { QCOMPARE(applied(m_key + m_key), QByteArray("•••")); }

    void otherWordsStay()
    {
        const QByteArray words = "Authorization: Bearer was refused; ask your administrator.";
        QCOMPARE(applied(words), words);
        QCOMPARE(applied({}), QByteArray());
    }

private:
    QByteArray applied(const QByteArray &text) const
    {
        return Redaction(Secret::copy({m_key.constData(), static_cast<std::size_t>(m_key.size())})).applied(text);
    }

    QByteArray m_key;
};

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
