#include "screenwatch.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <sys/ipc.h>
#include <sys/shm.h>

struct ScreenWatch::Segment {
    XShmSegmentInfo info{};
};

ScreenWatch::ScreenWatch() : m_display(XOpenDisplay(nullptr)), m_segment(new Segment)
{
    if (!m_display || !XShmQueryExtension(m_display))
        return;
    const int screen = DefaultScreen(m_display);
    auto *image = XShmCreateImage(m_display, DefaultVisual(m_display, screen),
                                  static_cast<unsigned>(DefaultDepth(m_display, screen)), ZPixmap, nullptr,
                                  &m_segment->info, static_cast<unsigned>(DisplayWidth(m_display, screen)),
                                  static_cast<unsigned>(DisplayHeight(m_display, screen)));
    if (!image || image->bits_per_pixel != 32)
        return;
    m_segment->info.shmid =
        shmget(IPC_PRIVATE, static_cast<std::size_t>(image->bytes_per_line) * static_cast<std::size_t>(image->height),
               IPC_CREAT | 0600);
    m_segment->info.shmaddr = static_cast<char *>(shmat(m_segment->info.shmid, nullptr, 0));
    image->data = m_segment->info.shmaddr;
    m_segment->info.readOnly = False;
    XShmAttach(m_display, &m_segment->info);
    XSync(m_display, False);
    shmctl(m_segment->info.shmid, IPC_RMID, nullptr);
    m_image = image;
}

ScreenWatch::~ScreenWatch()
{
    if (m_image) {
        XShmDetach(m_display, &m_segment->info);
        XDestroyImage(m_image);
        shmdt(m_segment->info.shmaddr);
    }
    if (m_display)
        XCloseDisplay(m_display);
    delete m_segment;
}

std::vector<std::uint32_t> ScreenWatch::picture(const Area &area)
{
    XShmGetImage(m_display, DefaultRootWindow(m_display), m_image, 0, 0, AllPlanes);
    std::vector<std::uint32_t> pixels;
    for (int y = m_image->height * area.top / 1000; y < m_image->height * area.bottom / 1000; y += 2) {
        const auto *line = reinterpret_cast<const std::uint32_t *>(
            static_cast<const void *>(m_image->data + static_cast<std::ptrdiff_t>(y) * m_image->bytes_per_line));
        for (int x = m_image->width * area.left / 1000; x < m_image->width * area.right / 1000; x += 2)
            pixels.push_back(line[x] & 0xFFFFFFU);
    }
    return pixels;
}
