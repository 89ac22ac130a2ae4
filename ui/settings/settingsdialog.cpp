#include "ui/settings/settingsdialog.h"

#include "core/storage/settingsstore.h"
#include "ui/kit/button.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/field.h"

#include <QCheckBox>
#include <QSpinBox>
#include <QVBoxLayout>

namespace ui {

static QSpinBox *numberBox(int least, int most, int value, const QString &suffix)
{
    auto *box = new QSpinBox;
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setValue(value);
    box->setMaximumWidth(160);
    return box;
}

SettingsDialog::SettingsDialog(core::SettingsStore &settings, QWidget *parent)
    : Dialog(tr("Settings"), parent), m_settings(settings)
{
    setHeading(tr("Settings"), tr("For Keysteward on this computer. Changes take effect at once."));
    body()->addWidget(new Field(tr("Theme"), themeChoice()));
    body()->addWidget(new Field(tr("Clear the clipboard after"), clipboardLife(),
                                tr("A copied secret is also cleared when Keysteward is locked or quits.")));
    body()->addWidget(new Field(tr("Lock when idle for"), lockAfter(),
                                tr("Keysteward also locks with the desktop's session, and by Ctrl+L.")));
    body()->addWidget(remindersOn());
    connect(addPrimary(tr("Close")), &QPushButton::clicked, this, &QDialog::accept);
}

QWidget *SettingsDialog::themeChoice()
{
    auto *theme = new ChoiceBar;
    theme->addChoice(int(core::ThemeChoice::System), tr("As the desktop"));
    theme->addChoice(int(core::ThemeChoice::Light), tr("Light"));
    theme->addChoice(int(core::ThemeChoice::Dark), tr("Dark"));
    theme->choose(int(m_settings.theme()));
    connect(theme, &ChoiceBar::chose, this, [this](int id) {
        m_settings.setTheme(core::ThemeChoice(id));
        Q_EMIT changed();
    });
    return theme;
}

QWidget *SettingsDialog::clipboardLife()
{
    auto *life = numberBox(10, 120, int(m_settings.clipboardLife().count()), tr(" s"));
    connect(life, &QSpinBox::valueChanged, this, [this](int seconds) {
        m_settings.setClipboardLife(std::chrono::seconds(seconds));
        Q_EMIT changed();
    });
    return life;
}

QWidget *SettingsDialog::lockAfter()
{
    auto *idle = numberBox(0, 240, int(m_settings.lockAfter().count()), tr(" min"));
    idle->setSpecialValueText(tr("Never"));
    connect(idle, &QSpinBox::valueChanged, this, [this](int minutes) {
        m_settings.setLockAfter(std::chrono::minutes(minutes));
        Q_EMIT changed();
    });
    return idle;
}

QWidget *SettingsDialog::remindersOn()
{
    auto *on = new QCheckBox(tr("Remind me of keys that expire soon, or are called after their end"));
    on->setChecked(m_settings.remindersOn());
    connect(on, &QCheckBox::toggled, this, [this](bool checked) {
        m_settings.setRemindersOn(checked);
        Q_EMIT changed();
    });
    return on;
}

} // namespace ui
