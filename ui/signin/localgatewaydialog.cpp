#include "ui/signin/localgatewaydialog.h"

#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

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
    auto *start = addPrimary(tr("Start"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(start, &QPushButton::clicked, this, [this, samples] {
        accept();
        Q_EMIT chosen(samples->isChecked() ? core::LocalGateway::Content::SampleOrganizations
                                           : core::LocalGateway::Content::Empty);
    });
    connect(cancel, &QPushButton::clicked, this, &LocalGatewayDialog::reject);
    samples->setFocus();
}

} // namespace ui
