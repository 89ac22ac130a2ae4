#include "ui/watched/scopenotes.h"

#include "core/base/text.h"
#include "ui/kit/field.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/plainlabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int mostTyped = 500;
constexpr qsizetype mostScopes = 50;
} // namespace

ScopeNotes::ScopeNotes(QWidget *parent)
    : QWidget(parent),
      m_boxes(new QWidget),
      m_flow(new FlowLayout(spacing::small, m_boxes)),
      m_others(new QLineEdit),
      m_othersField(new Field({}, m_others, tr("Separated by commas. The provider decides what the key can do."))),
      m_title(new PlainLabel(tr("Scopes"), TextRole::Strong))
{
    m_others->setObjectName(u"otherScopes"_s);
    m_others->setMaxLength(mostTyped);
    // As wide as the form, in as many lines as that takes, and never as wide as all of them in one.
    QSizePolicy folded(QSizePolicy::Ignored, QSizePolicy::Preferred);
    folded.setHeightForWidth(true);
    m_boxes->setSizePolicy(folded);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(spacing::small);
    column->addWidget(m_title);
    column->addWidget(m_boxes);
    column->addWidget(m_othersField);
    connect(m_others, &QLineEdit::textChanged, this, &ScopeNotes::changed);
    setSuggested({});
}

void ScopeNotes::setSuggested(const QList<core::Scope> &scopes)
{
    const auto before = chosen();
    qDeleteAll(m_suggested);
    m_suggested.clear();
    for (const auto &scope : scopes) {
        auto *box = new QCheckBox(core::shown(scope.name, 64).replace(u'&', u"&&"_s));
        box->setAccessibleName(scope.name);
        box->setToolTip(scope.description.toHtmlEscaped());
        box->setAccessibleDescription(scope.description);
        box->setProperty("scope", scope.name);
        box->setChecked(before.contains(scope.name));
        m_flow->addWidget(box);
        m_suggested += box;
        connect(box, &QCheckBox::toggled, this, &ScopeNotes::changed);
    }
    for (QWidget *part : std::initializer_list<QWidget *>{m_title, m_boxes})
        part->setVisible(!scopes.isEmpty());
    m_othersField->setLabel(scopes.isEmpty() ? tr("Scopes") : tr("Other scopes"));
}

QStringList ScopeNotes::chosen() const
{
    QStringList scopes;
    for (const auto *box : m_suggested) {
        if (box->isChecked())
            scopes += box->property("scope").toString();
    }
    for (const auto &other : m_others->text().split(u',')) {
        if (const auto scope = other.trimmed(); !scope.isEmpty() && !scopes.contains(scope))
            scopes += scope;
    }
    return scopes;
}

QString ScopeNotes::fault() const
{
    return chosen().size() > mostScopes || core::hasHidden(m_others->text())
               ? tr("At most %1 scopes, without characters that cannot be seen.").arg(mostScopes)
               : QString();
}

} // namespace ui
