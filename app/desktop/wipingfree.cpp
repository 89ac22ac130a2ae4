// What is freed is overwritten first: a secret that went through Qt's own strings and buffers on its way to the screen
// or from the network is gone when they are. Replaces these two for the whole program, Qt included; what they stand on
// is glibc's own, which it keeps under these names for that.

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <malloc.h>

extern "C" {

void __libc_free(void *memory) noexcept; // NOLINT(bugprone-reserved-identifier): glibc's own name

[[gnu::visibility("default")]] void free(void *memory) noexcept
{
    if (memory != nullptr)
        explicit_bzero(memory, malloc_usable_size(memory));
    __libc_free(memory);
}

[[gnu::visibility("default")]] void *realloc(void *memory, std::size_t size) noexcept
{
    if (memory == nullptr)
        return std::malloc(size);
    if (size == 0) {
        free(memory);
        return nullptr;
    }
    const std::size_t room = malloc_usable_size(memory);
    if (size <= room && size >= room / 2) {
        explicit_bzero(static_cast<char *>(memory) + size, room - size);
        return memory;
    }
    void *moved = std::malloc(size);
    if (moved == nullptr)
        return nullptr;
    std::memcpy(moved, memory, std::min(size, room));
    free(memory);
    return moved;
}

} // extern "C"
