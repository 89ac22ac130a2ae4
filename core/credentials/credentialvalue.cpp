#include "core/credentials/credentialvalue.h"

#include <algorithm>

namespace core {

bool isCredential(const Secret &value)
{
    const auto text = value.reveal();
    return text.size() >= 8 && text.size() <= 4096 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '\x21' && c <= '\x7e'; });
}

} // namespace core
