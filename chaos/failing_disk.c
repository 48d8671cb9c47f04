/* A disk that fails when it is told to, between a process and the C library (LD_PRELOAD).

   FAILING_DISK names a file; while it is there, it says how to fail: "<errno> <what> <folder>". What is "write"
   (a full disk: nothing more can be written), "change" (read-only: nothing can be opened for writing, made,
   renamed or removed either) or "sync" (what was written does not reach the disk). Only files below the folder
   are meant, so sockets and pipes go on. Without the file this costs one failed open() for each call. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SYNC = 1, WRITE = 2, CHANGE = 4 };

/* Return the errno with which a call of this kind fails now, 0 if it does not; the folder goes into `folder`. */
static int told(int kind, char *folder)
{
    const char *control = getenv("FAILING_DISK");
    char line[PATH_MAX + 64], what[16];
    int number, kept = errno;
    if (control == NULL)
        return 0;
    int file = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) {
        errno = kept;
        return 0;
    }
    ssize_t size = syscall(SYS_read, file, line, sizeof line - 1);
    syscall(SYS_close, file);
    errno = kept;
    if (size <= 0)
        return 0;
    line[size] = 0;
    if (sscanf(line, "%d %15s %4095s", &number, what, folder) != 3)
        return 0;
    int fails = !strcmp(what, "sync") ? SYNC : !strcmp(what, "write") ? WRITE : WRITE | CHANGE;
    return (fails & kind) ? number : 0;
}

static int path_fails(int kind, const char *path)
{
    char folder[PATH_MAX], whole[PATH_MAX];
    int number = path == NULL ? 0 : told(kind, folder);
    if (number == 0)
        return 0;
    if (path[0] != '/') {
        if (getcwd(whole, sizeof whole) == NULL)
            return 0;
        return strncmp(whole, folder, strlen(folder)) == 0 ? number : 0;
    }
    return strncmp(path, folder, strlen(folder)) == 0 ? number : 0;
}

static int file_fails(int kind, int file)
{
    char folder[PATH_MAX], link[64], path[PATH_MAX];
    int kept = errno, number = told(kind, folder);
    if (number == 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (size < 0)
        return 0;
    path[size] = 0;
    return strncmp(path, folder, strlen(folder)) == 0 ? number : 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_IF(asked) do { int number_ = (asked); if (number_) { errno = number_; return -1; } } while (0)

ssize_t write(int file, const void *data, size_t size) { FAIL_IF(file_fails(WRITE, file)); return NEXT(write)(file, data, size); }
ssize_t writev(int file, const struct iovec *parts, int count) { FAIL_IF(file_fails(WRITE, file)); return NEXT(writev)(file, parts, count); }
ssize_t pwrite(int file, const void *data, size_t size, off_t at) { FAIL_IF(file_fails(WRITE, file)); return NEXT(pwrite)(file, data, size, at); }
ssize_t pwrite64(int file, const void *data, size_t size, off64_t at) { FAIL_IF(file_fails(WRITE, file)); return NEXT(pwrite64)(file, data, size, at); }
ssize_t sendfile(int out, int in, off_t *at, size_t size) { FAIL_IF(file_fails(WRITE, out)); return NEXT(sendfile)(out, in, at, size); }
ssize_t sendfile64(int out, int in, off64_t *at, size_t size) { FAIL_IF(file_fails(WRITE, out)); return NEXT(sendfile64)(out, in, at, size); }
int ftruncate(int file, off_t size) { FAIL_IF(file_fails(CHANGE, file)); return NEXT(ftruncate)(file, size); }
int ftruncate64(int file, off64_t size) { FAIL_IF(file_fails(CHANGE, file)); return NEXT(ftruncate64)(file, size); }
int fsync(int file) { FAIL_IF(file_fails(SYNC, file)); return NEXT(fsync)(file); }
int fdatasync(int file) { FAIL_IF(file_fails(SYNC, file)); return NEXT(fdatasync)(file); }
int rename(const char *from, const char *to) { FAIL_IF(path_fails(CHANGE, to)); return NEXT(rename)(from, to); }
int unlink(const char *path) { FAIL_IF(path_fails(CHANGE, path)); return NEXT(unlink)(path); }
int mkdir(const char *path, mode_t mode) { FAIL_IF(path_fails(CHANGE, path)); return NEXT(mkdir)(path, mode); }

static int opened(const char *name, const char *path, int flags, mode_t mode)
{
    if (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))
        FAIL_IF(path_fails(CHANGE, path));
    int (*next)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
    return next(path, flags, mode);
}

#define MODE(flags, mode) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags, mode) return opened("open", path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, mode) return opened("open64", path, flags, mode); }
