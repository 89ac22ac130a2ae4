#pragma once

#include "app/desktop/options.h"
#include "core/base/result.h"

#include <QObject>
#include <memory>

class OnlyOne;
class QApplication;

//! Puts the program together: the only place that makes services. The window with the keys of the cache is on screen
//! before the network, the keychain or the local gateway are touched.
class DesktopApp : public QObject {
    Q_OBJECT

public:
    DesktopApp(QApplication &app, const Options &options, OnlyOne &onlyOne);
    ~DesktopApp() override;

    //! An error where not even an empty window can be shown.
    core::Result<> start();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Parts;

    void painted();
    void applySettings();

    QApplication &m_app;
    Options m_options;
    OnlyOne &m_onlyOne;
    std::unique_ptr<Parts> m_parts;
};
