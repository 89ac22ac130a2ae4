#pragma once

#include "ui/kit/page.h"

namespace core {
class Directory;
class Sessions;
struct CachedOrganization;
} // namespace core

namespace ui {

class FactPanel;

//! In the place of the Activity page while all organizations are on screen: a way to each one's.
class ActivityChoice : public Page {
    Q_OBJECT

public:
    ActivityChoice(const core::Sessions &sessions, const core::Directory &directory, QWidget *parent = nullptr);

    void setOrganization(qint64) override {}
    bool showsAll() const override { return true; }
    void refresh() override;
    void focusMain() override;

Q_SIGNALS:
    void chosen(qint64 reference);

private:
    QString whereOf(const core::CachedOrganization &organization) const;

    const core::Sessions &m_sessions;
    const core::Directory &m_directory;
    FactPanel *m_list;
};

} // namespace ui
