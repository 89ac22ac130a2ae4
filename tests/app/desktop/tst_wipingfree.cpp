#include "core/domain/keytoken.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/revealdialog.h"

#include <QClipboard>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using test::press;

namespace {

//! A text to look for in this program's own memory, where it must not stand on account of being looked for.
class Needle {
public:
    explicit Needle(std::string_view text)
    {
        for (const char each : text)
            m_disguised.push_back(static_cast<char>(each ^ disguise));
    }

    //! How often it stands in memory that can be written to, with so many bytes a character.
    int copies(std::size_t width) const
    {
        QFile maps(u"/proc/self/maps"_s);
        if (!maps.open(QIODevice::ReadOnly))
            return -1;
        static const QRegularExpression line(u"^([0-9a-f]+)-([0-9a-f]+) rw.p [0-9a-f]+ \\S+ \\d+ *(.*)$"_s);
        int found = 0;
        for (const auto &each : QString::fromLatin1(maps.readAll()).split(u'\n')) {
            const auto match = line.match(each);
            if (match.hasMatch() && !match.captured(3).startsWith(u"[v"))
                found += copiesIn(match.captured(1).toULongLong(nullptr, 16),
                                  match.captured(2).toULongLong(nullptr, 16), width);
        }
        return found;
    }

private:
    static constexpr char disguise = 0x15;

    int copiesIn(std::uintptr_t from, std::uintptr_t to, std::size_t width) const
    {
        int found = 0;
        for (auto at = from; at + m_disguised.size() * width <= to; ++at)
            found += isAt(reinterpret_cast<const char *>(at), width) ? 1 : 0;
        return found;
    }
    bool isAt(const char *memory, std::size_t width) const
    {
        for (std::size_t i = 0; i < m_disguised.size(); ++i) {
            if ((memory[i * width] ^ disguise) != m_disguised[i] || (width == 2 && memory[i * width + 1] != 0))
                return false;
        }
        return true;
    }

    std::vector<char> m_disguised;
};

} // namespace

//! What is left of a secret in the app's memory when nobody needs it any more.
class WipingFreeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTextIsGoneWhenItIsFreed();
    void aTextThatMovesLeavesNothingBehind();
    void aSecretThatWasShownAndCopiedIsGone();
};

void WipingFreeTest::aTextIsGoneWhenItIsFreed()
{
    const auto text = keytoken::generate("ks_");
    const Needle needle(text);
    auto wide = std::make_unique<QString>(QString::fromStdString(text));
    auto narrow = std::make_unique<QByteArray>(wide->toUtf8());
    QVERIFY(needle.copies(2) >= 1); // it is found while it is there
    QVERIFY(needle.copies(1) >= 2);
    const int before = needle.copies(1);
    wide.reset();
    narrow.reset();
    QCOMPARE(needle.copies(2), 0);
    QCOMPARE(needle.copies(1), before - 1);
}

void WipingFreeTest::aTextThatMovesLeavesNothingBehind()
{
    const auto text = keytoken::generate("ks_");
    const Needle needle(text);
    QByteArray growing(text.data(), static_cast<qsizetype>(text.size()));
    const int before = needle.copies(1);
    for (int i = 0; i < 20; ++i)
        growing.append(growing.size(), 'x');
    QCOMPARE(needle.copies(1), before);
    growing.truncate(3);
    growing.squeeze();
    QCOMPARE(needle.copies(1), before - 1);
}

void WipingFreeTest::aSecretThatWasShownAndCopiedIsGone()
{
    std::optional<Needle> needle;
    {
        test::ActionRig rig;
        QVERIFY(rig.start());
        const auto read = [] {
            QProcess reader;
            reader.start(u"xclip"_s, {u"-o"_s, u"-selection"_s, u"clipboard"_s});
            return QTest::qWaitFor([&] { return reader.state() == QProcess::NotRunning; })
                       ? reader.readAllStandardOutput()
                       : QByteArray();
        };
        const auto made =
            test::wait(rig.desk->keys.create(rig.organization, {u"CRM sync"_s, {}, {u"contacts:read"_s}, {}}));
        QVERIFY_RESULT(made);
        needle.emplace(made->key.secret.reveal());
        for (int round = 0; round < 20; ++round) {
            auto *shown = new ui::RevealDialog(rig.context(), rig.clipboard, *made, &rig.window);
            shown->setAttribute(Qt::WA_DeleteOnClose);
            shown->open();
            QVERIFY(QTest::qWaitForWindowActive(shown));
            QVERIFY(press(shown, u"Show"_s));
            shown->grab();
            QVERIFY(press(shown, u"Copy"_s));
            QVERIFY(!read().isEmpty());
            QVERIFY(press(shown, u"Clear now"_s));
            QVERIFY(press(shown, u"Done"_s));
        }
        QVERIFY(needle->copies(1) >= 1);
        QVERIFY_RESULT(test::wait(rig.desk->keys.acknowledge(made->intentId)));
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QTRY_COMPARE(needle->copies(1), 0);
    QTRY_COMPARE(needle->copies(2), 0);
}

QTEST_MAIN(WipingFreeTest)
#include "tst_wipingfree.moc"
