// One verification without I/O: `bench_gateway_check [KEYS [CALLS]]` prints nanoseconds and allocations a call, the
// least and the median of some rounds, with the keys in random order.

#include "core/domain/keytoken.h"
#include "core/gateway/check/checker.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <new>
#include <random>
#include <string>
#include <vector>

namespace {

std::atomic<std::size_t> allocations{0};

} // namespace

[[gnu::noinline]] void *operator new(std::size_t size)
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void *memory) noexcept
{
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

using namespace gateway::check;

namespace {

ProfileFacts benchProfile()
{
    ProfileFacts profile;
    profile.id = "bench";
    profile.scopes = {"contacts:read", "contacts:write"};
    profile.routes = {{"GET", "/api/v1/contacts", "contacts:read"}, {"POST", "/api/v1/contacts", "contacts:write"}};
    return profile;
}

std::vector<std::string> fill(Checker &checker, std::size_t number)
{
    std::vector<std::string> secrets;
    std::vector<KeyFacts> keys;
    for (std::size_t i = 0; i < number; ++i) {
        secrets.push_back(keytoken::generate("ks_"));
        KeyFacts key;
        key.id = std::to_string(i);
        key.profileId = "bench";
        key.scopes = {"contacts:read"};
        key.hash = checker.hashOf(secrets.back());
        keys.push_back(std::move(key));
    }
    checker.reset(std::move(keys));
    std::shuffle(secrets.begin(), secrets.end(), std::mt19937_64(7));
    return secrets;
}

} // namespace

int main(int argc, char **argv)
{
    if (!crypto::initialize())
        return EXIT_FAILURE;
    const std::size_t keys = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10000;
    const std::size_t calls = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1000000;
    Checker checker(crypto::randomBytes(32), {benchProfile()});
    const auto secrets = fill(checker, keys);
    std::int64_t now = 1700000000000;
    std::size_t allowed = 0;
    const auto round = [&](std::size_t number) {
        for (std::size_t i = 0; i < number; ++i, now += 1)
            allowed +=
                checker.check(secrets[i % secrets.size()], "GET", "/api/v1/contacts", now).verdict == Verdict::Allowed;
    };
    round(20 * keys); // every secret seen, every log as long as it gets
    const std::size_t before = allocations.load();
    std::array<double, 9> nanoseconds{};
    for (auto &took : nanoseconds) {
        const auto start = std::chrono::steady_clock::now();
        round(calls);
        took = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() /
               static_cast<double>(calls);
    }
    std::sort(nanoseconds.begin(), nanoseconds.end());
    std::cout << "a check: min " << nanoseconds.front() << " median " << nanoseconds[nanoseconds.size() / 2] << " max "
              << nanoseconds.back() << " ns, "
              << static_cast<double>(allocations.load() - before) / static_cast<double>(nanoseconds.size() * calls)
              << " allocations; " << allowed << " allowed\n";
    return EXIT_SUCCESS;
}
