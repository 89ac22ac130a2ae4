#include "ui/kit/badge.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/style.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QTest>
#include <cmath>

using namespace ui;

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextCanBeReadInBothThemes_data();
    void everyTextCanBeReadInBothThemes();
    void aPaletteLeadsBackToItsTokens();
    void labelsFollowAChangeOfTheme();
    void theFocusOfATickedBoxIsSeen();
};

// WCAG 2.1, relative luminance and contrast ratio.
static double luminance(const QColor &colour)
{
    const auto part = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

static double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

void ThemeTest::everyTextCanBeReadInBothThemes_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const Tokens *tokens : {&lightTokens(), &darkTokens()}) {
        const QByteArray scheme = tokens->dark ? "dark " : "light ";
        const auto add = [&](const QByteArray &name, const QColor &text, const QColor &ground) {
            QTest::newRow((scheme + name).constData()) << text << ground;
        };
        for (const auto &[name, ground] : {std::pair<const char *, QColor>{"window", tokens->window},
                                           {"sidebar", tokens->sidebar},
                                           {"surface", tokens->surface},
                                           {"tint", tokens->accentTint},
                                           {"hovered", tokens->faintLine}}) {
            add(QByteArray("text on ").append(name), tokens->text, ground);
            add(QByteArray("muted on ").append(name), tokens->muted, ground);
        }
        add("accent on surface", tokens->accent, tokens->surface);
        add("accent on window", tokens->accent, tokens->window);
        add("accent on tint", tokens->accent, tokens->accentTint);
        add("primary button", tokens->onAccent, tokens->accent);
        add("danger button", tokens->onAccent, tokens->bad.foreground);
        for (const auto &[name, tone] : {std::pair<const char *, Tone>{"good", tokens->good},
                                         {"warning", tokens->warning},
                                         {"bad", tokens->bad},
                                         {"neutral", tokens->neutral},
                                         {"retiring", tokens->retiring}}) {
            add(name, tone.foreground, tone.background);
            add(QByteArray(name).append(" on surface").constData(), tone.foreground, tokens->surface);
            add(QByteArray(name).append(" on window").constData(), tone.foreground, tokens->window);
        }
    }
}

void ThemeTest::everyTextCanBeReadInBothThemes()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    const double ratio = contrast(text, ground);
    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3").arg(text.name(), ground.name()).arg(ratio)));
}

void ThemeTest::aPaletteLeadsBackToItsTokens()
{
    applyTheme(*qApp, core::ThemeChoice::Dark);
    QVERIFY(tokensFor(QGuiApplication::palette()).dark);
    QCOMPARE(QGuiApplication::palette().color(QPalette::Base), darkTokens().surface);
    applyTheme(*qApp, core::ThemeChoice::Light);
    QVERIFY(!tokensFor(QGuiApplication::palette()).dark);
    applyTheme(*qApp, core::ThemeChoice::System, true);
    QVERIFY(tokensFor(QGuiApplication::palette()).dark);
    applyTheme(*qApp, core::ThemeChoice::Light, true);
    QVERIFY(!tokensFor(QGuiApplication::palette()).dark);
}

void ThemeTest::labelsFollowAChangeOfTheme()
{
    applyTheme(*qApp, core::ThemeChoice::Light);
    PlainLabel label(QStringLiteral("2 h ago"), TextRole::Body, PlainLabel::Colour::Muted);
    label.ensurePolished();
    QCOMPARE(label.palette().color(QPalette::WindowText), lightTokens().muted);
    applyTheme(*qApp, core::ThemeChoice::Dark);
    QTRY_COMPARE(label.palette().color(QPalette::WindowText), darkTokens().muted);
    label.setColour(PlainLabel::Colour::Bad);
    QCOMPARE(label.palette().color(QPalette::WindowText), darkTokens().bad.foreground);
}

void ThemeTest::theFocusOfATickedBoxIsSeen()
{
    applyTheme(*qApp, core::ThemeChoice::Light);
    QCheckBox box;
    box.setChecked(true);
    box.resize(box.sizeHint());
    box.show();
    box.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&box));
    box.setFocus();
    const auto image = box.grab().toImage();
    const QPoint centre = image.rect().center();
    QCOMPARE(image.pixelColor(centre.x(), 0), lightTokens().accent);                    // the ring,
    QVERIFY(image.pixelColor(centre.x(), Style::ringRoom - 1) != lightTokens().accent); // a gap,
    QCOMPARE(image.pixelColor(Style::ringRoom + 2, centre.y()), lightTokens().accent);  // and the box
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
