#pragma once

#include <cstdint>
#include <vector>

struct _XDisplay;
struct _XImage;

//! The pixels of the X screen, read through shared memory in about a millisecond.
class ScreenWatch {
public:
    //! Of the whole screen, in parts of a thousand.
    struct Area {
        int left = 0;
        int top = 0;
        int right = 1000;
        int bottom = 1000;
    };

    ScreenWatch();
    ~ScreenWatch();
    ScreenWatch(const ScreenWatch &) = delete;
    ScreenWatch &operator=(const ScreenWatch &) = delete;

    bool isOpen() const { return m_image != nullptr; }
    //! A thinned-out picture: every other pixel of every other line of \a area.
    std::vector<std::uint32_t> picture(const Area &area);

private:
    _XDisplay *m_display = nullptr;
    _XImage *m_image = nullptr;
    struct Segment;
    Segment *m_segment = nullptr;
};
