#pragma once

#include "core/base/error.h"

#include <utility>
#include <variant>

namespace core {

//! A value or an Error, never both. Member names follow std::expected, which GCC 12 lacks at C++20.
template <typename T = std::monostate>
class [[nodiscard]] Result {
public:
    using Value = T;

    Result() requires std::same_as<T, std::monostate>
    = default;
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    const T &operator*() const & { return std::get<0>(m_state); }
    T &&operator*() && { return std::get<0>(std::move(m_state)); } //!< `*std::move(result)` takes the value out
    const T *operator->() const { return &std::get<0>(m_state); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

} // namespace core
