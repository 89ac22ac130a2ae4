#include "ui/signin/localgatewaydialog.h"

#include "core/domain/keyrules.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"

#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QRadioButton *addChoice(QVBoxLayout &layout, const QString &name, const QString &meaning)
{
    auto *choice = new QRadioButton(name);
    choice->setAccessibleDescription(meaning);
    auto *words = new PlainLabel(meaning, TextRole::Small, PlainLabel::Colour::Muted);
    words->setWordWrap(true);
    words->setContentsMargins(24, 0, 0, 0); // below the words of the choice, not below its circle
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addWidget(choice);
    lines->addWidget(words);
    layout.addLayout(lines);
    return choice;
}

QString nameFault(const QString &name)
{
    using core::keyrules::NameFault;
    switch (core::keyrules::judgeName(name)) {
    case NameFault::None: break;
    case NameFault::Empty: return LocalGatewayDialog::tr("Give the organization a name.");
    case NameFault::TooLong:
        return LocalGatewayDialog::tr("A name has at most %1 characters.").arg(core::keyrules::longestName);
    case NameFault::HiddenCharacters:
        return LocalGatewayDialog::tr("The name holds a character that cannot be seen: type it anew.");
    }
    return {};
}

} // namespace

LocalGatewayDialog::LocalGatewayDialog(QWidget *parent) : Dialog(tr("Start local gateway"), parent)
{
    setHeading(tr("Start local gateway"),
               tr("It runs on this computer only, while Keysteward is open. Its database stays for the next start."));
    auto *samples = addChoice(*body(), tr("With sample organizations"),
                              tr("A few organizations with keys in every state, to explore."));
    auto *empty = addChoice(*body(), tr("Empty"), tr("One organization of your own, without keys."));
    samples->setObjectName(u"samples"_s);
    empty->setObjectName(u"empty"_s);
    samples->setChecked(true);
    auto *name = new QLineEdit(tr("My organization"));
    name->setObjectName(u"organizationName"_s);
    auto *field = new Field(tr("Organization name"), name);
    field->setContentsMargins(24, 0, 0, 0);
    field->setEnabled(false);
    body()->addWidget(field);
    auto *start = addPrimary(tr("Start"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(empty, &QRadioButton::toggled, field, &Field::setEnabled);
    connect(empty, &QRadioButton::clicked, name, [name] {
        name->setFocus(Qt::OtherFocusReason);
        name->selectAll();
    });
    connect(name, &QLineEdit::textEdited, field, [field] { field->setError({}); });
    connect(start, &QPushButton::clicked, this, [this, samples, name, field] {
        const QString fault = samples->isChecked() ? QString() : nameFault(name->text());
        field->setError(fault);
        if (!fault.isEmpty())
            return name->setFocus(Qt::OtherFocusReason);
        accept();
        Q_EMIT chosen(samples->isChecked() ? core::LocalGateway::Content::SampleOrganizations
                                           : core::LocalGateway::Content::Empty,
                      name->text().trimmed());
    });
    connect(cancel, &QPushButton::clicked, this, &LocalGatewayDialog::reject);
    samples->setFocus();
}

} // namespace ui
