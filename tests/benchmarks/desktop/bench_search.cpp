// bench_search TEXT COMMAND…: starts a program, waits until it rests, presses Ctrl+F and types TEXT key by key after a
// rest each (XTEST). Prints, for each key, milliseconds to the first and to the last change in the lower right part of
// the screen, where the list is (and no blinking cursor).
#include "program.h"
#include "screenwatch.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/uio.h>
#include <thread>
#include <xcb/xcb.h>
#include <xcb/xcbext.h>

using namespace std::chrono_literals;

namespace {

constexpr ScreenWatch::Area list{200, 250, 990, 960};
constexpr auto rest = 800ms;

//! Presses keys as a keyboard does, by the XTEST extension.
class Keyboard {
public:
    Keyboard() : m_connection(xcb_connect(nullptr, nullptr))
    {
        const char name[] = "XTEST";
        auto *reply = xcb_query_extension_reply(m_connection, xcb_query_extension(m_connection, 5, name), nullptr);
        m_opcode = reply && reply->present ? reply->major_opcode : 0;
        std::free(reply);
        readKeys();
    }
    ~Keyboard() { xcb_disconnect(m_connection); }
    Keyboard(const Keyboard &) = delete;
    Keyboard &operator=(const Keyboard &) = delete;

    bool isThere() const { return m_opcode != 0; }
    void press(xcb_keysym_t key) { send(XCB_KEY_PRESS, key); }
    void release(xcb_keysym_t key) { send(XCB_KEY_RELEASE, key); }

private:
    struct FakeInput {
        std::uint8_t major;
        std::uint8_t minor = 2;
        std::uint16_t length = 0;
        std::uint8_t type;
        std::uint8_t detail;
        std::uint8_t unused[30];
    };

    void readKeys()
    {
        const auto *setup = xcb_get_setup(m_connection);
        m_first = setup->min_keycode;
        const auto count = static_cast<std::uint8_t>(setup->max_keycode - setup->min_keycode + 1);
        auto *reply = xcb_get_keyboard_mapping_reply(m_connection,
                                                     xcb_get_keyboard_mapping(m_connection, m_first, count), nullptr);
        if (!reply)
            return;
        const auto *symbols = xcb_get_keyboard_mapping_keysyms(reply);
        for (int i = 0; i < count; ++i)
            m_symbols.push_back(symbols[i * reply->keysyms_per_keycode]);
        std::free(reply);
    }

    void send(std::uint8_t type, xcb_keysym_t key)
    {
        std::uint8_t code = 0;
        for (std::size_t i = 0; i < m_symbols.size() && code == 0; ++i)
            code = m_symbols[i] == key ? static_cast<std::uint8_t>(m_first + i) : std::uint8_t(0);
        FakeInput request{.major = m_opcode, .type = type, .detail = code, .unused = {}};
        static_assert(sizeof request == 36);
        // xcb fills in the opcode and the length; the two entries before the first are its own working space.
        iovec parts[3]{};
        parts[2].iov_base = &request;
        parts[2].iov_len = sizeof request;
        const xcb_protocol_request_t protocol{1, nullptr, m_opcode, 1};
        xcb_send_request(m_connection, 0, parts + 2, &protocol);
        xcb_flush(m_connection);
    }

    xcb_connection_t *m_connection;
    std::uint8_t m_opcode = 0;
    std::uint8_t m_first = 0;
    std::vector<xcb_keysym_t> m_symbols;
};

void waitForRest(ScreenWatch &screen, const Program &program)
{
    auto last = screen.picture(list);
    auto since = Program::Clock::now();
    const auto begun = since;
    while (program.isRunning() && Program::Clock::now() - begun < 60s && Program::Clock::now() - since < 2s) {
        std::this_thread::sleep_for(20ms);
        auto now = screen.picture(list);
        if (now != last)
            since = Program::Clock::now();
        last = std::move(now);
    }
}

void typeAndWatch(ScreenWatch &screen, Keyboard &keyboard, char letter)
{
    auto last = screen.picture(list);
    const auto begun = Program::Clock::now();
    const auto passed = [&] {
        return std::chrono::duration<double, std::milli>(Program::Clock::now() - begun).count();
    };
    keyboard.press(static_cast<xcb_keysym_t>(letter));
    keyboard.release(static_cast<xcb_keysym_t>(letter)); // at once: held keys repeat
    double first = 0;
    double latest = 0;
    while (passed() < 700) {
        auto now = screen.picture(list);
        if (now != last) {
            latest = passed();
            first = first == 0 ? latest : first;
            last = std::move(now);
        }
        std::this_thread::sleep_for(300us);
    }
    std::printf("%c %.1f %.1f\n", letter, first, latest);
}

} // namespace

int main(int argc, char **argv)
{
    ScreenWatch screen;
    Keyboard keyboard;
    if (argc < 3 || !screen.isOpen() || !keyboard.isThere()) {
        std::fprintf(stderr, "bench_search: needs a text, a command and a display with shared memory and XTEST\n");
        return 2;
    }
    const Program program(argv + 2);
    std::this_thread::sleep_for(1s);
    waitForRest(screen, program);
    constexpr xcb_keysym_t control = 0xFFE3;
    keyboard.press(control);
    keyboard.press('f');
    keyboard.release('f');
    keyboard.release(control);
    std::this_thread::sleep_for(rest);
    for (const char letter : std::string(argv[1])) {
        typeAndWatch(screen, keyboard, letter);
        std::this_thread::sleep_for(rest);
    }
    return program.isRunning() ? 0 : 1;
}
