#pragma once

#include "core/domain/callers.h"
#include "core/domain/rotation.h"

#include <QWidget>
#include <array>

namespace ui {

class StepView;

//! The steps of a rotation side by side: which are done, which one is under way, and what there is to say of each.
class StepStrip : public QWidget {
    Q_OBJECT

public:
    explicit StepStrip(QWidget *parent = nullptr);

    void show(const core::Rotation &rotation, const std::optional<core::Callers> &callers, const QDateTime &now);

private:
    std::array<StepView *, core::allRotationSteps.size()> m_steps{};
};

} // namespace ui
