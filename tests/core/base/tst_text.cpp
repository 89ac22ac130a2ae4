#include "core/base/text.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void hiddenCharactersBecomeVisible_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"CRM sync"_s << u"CRM sync"_s;
        QTest::newRow("other scripts") << u"名前 имя 😀"_s << u"名前 имя 😀"_s;
        QTest::newRow("override") << u"safe\u202Egnp"_s << u"safe⟦U+202E⟧gnp"_s;
        QTest::newRow("nul") << (u"a"_s + QChar(u'\0') + u"b"_s) << u"a⟦U+0000⟧b"_s;
        QTest::newRow("escape") << u"a\u001B[31m"_s << u"a⟦U+001B⟧[31m"_s;
        QTest::newRow("newline") << u"a\nb"_s << u"a b"_s;
        QTest::newRow("markup stays text") << u"<b>x</b>"_s << u"<b>x</b>"_s;
    }

    void hiddenCharactersBecomeVisible()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(core::shown(text), shown);
    }

    void longTextIsCut()
    {
        QCOMPARE(core::shown(QString(10, u'a'), 10), QString(10, u'a'));
        QCOMPARE(core::shown(QString(11, u'a'), 10), QString(10, u'a') + u'…');
        QCOMPARE(core::shown(QString(1'000'000, u'a'), 10).size(), 11);
    }

    void severalLinesStayWhereTheyMay() { QCOMPARE(core::shown(u"a\nb"_s, 100, true), u"a\nb"_s); }
};

QTEST_GUILESS_MAIN(TextTest)
#include "tst_text.moc"
