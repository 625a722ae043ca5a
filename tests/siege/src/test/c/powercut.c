/*
 * Records what a process does to the files below a folder, so that a power cut at any moment can be told afterwards: what was
 * written, and what of it was synced. Loaded by LD_PRELOAD. The calls themselves are made as ever; PowerCutDisk reads the record.
 *
 * POWERCUT_ROOT: the folder, an absolute path. POWERCUT_TRACE: the record, to which all processes append.
 *
 * A call that changes something is made and recorded under one lock, so that the record has the order in which things were done. A
 * sync is recorded at its beginning and at its end: what is written between the two is not known to be synced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    OPENED = 1, /* handle, a: 1 if created, 2 if cut to nothing; path */
    WRITTEN,    /* handle, a: offset; octets */
    TRUNCATED,  /* handle, a: length */
    ALLOCATED,  /* handle, a: the length that the file has at least then */
    SYNC,       /* handle, a: number of the sync */
    SYNCED,     /* handle, a: number of the sync */
    MADE,       /* path of a folder */
    REMOVED,    /* path of a file or a folder */
    RENAMED,    /* path, other path */
    LINKED,     /* path, other path */
    UNSEEN      /* handle: written in a way that is not recorded; path: which */
};

struct header {
    uint32_t octets; /* of the whole record */
    uint32_t type;
    uint64_t handle;
    uint64_t a;
    uint32_t first; /* octets of the first text or of the data */
    uint32_t second;
};

#define MOST_FDS 65536
static uint64_t handles[MOST_FDS]; /* by file descriptor, 0: not below the folder */
static char root[PATH_MAX];
static size_t root_length;
static int trace = -1;
static uint64_t next_handle;
static uint64_t next_sync;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("POWERCUT_ROOT");
    const char *file = getenv("POWERCUT_TRACE");
    if (!folder || !file) return;
    REAL(int, "open", const char *, int, ...);
    int fd = real(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        perror("powercut");
        _exit(125);
    }
    /* Out of the way of those who close what they take for their own. */
    trace = fcntl(fd, F_DUPFD_CLOEXEC, 1000);
    if (trace < 0) trace = fd; else close(fd);
    snprintf(root, sizeof root, "%s/", folder);
    root_length = strlen(root);
    next_handle = (uint64_t)getpid() << 32;
    next_sync = next_handle;
}

static void record(uint32_t type, uint64_t handle, uint64_t a, const void *first, size_t n, const void *second, size_t m) {
    struct header header = {(uint32_t)(sizeof header + n + m), type, handle, a, (uint32_t)n, (uint32_t)m};
    struct iovec parts[3] = {{&header, sizeof header}, {(void *)first, n}, {(void *)second, m}};
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (real(trace, parts, 3) != (ssize_t)header.octets) {
        static const char text[] = "powercut: the record cannot be written\n";
        if (write(2, text, sizeof text - 1)) _exit(125);
        _exit(125);
    }
}

static uint64_t handle_of(int fd) { return fd >= 0 && fd < MOST_FDS ? __atomic_load_n(&handles[fd], __ATOMIC_ACQUIRE) : 0; }

static void forget(int fd) {
    if (fd >= 0 && fd < MOST_FDS) __atomic_store_n(&handles[fd], 0, __ATOMIC_RELEASE);
}

/* The absolute path, if it lies below the folder. */
static int below(int at, const char *path, char *absolute) {
    if (trace < 0 || !path || !*path) return 0;
    if (*path == '/') {
        snprintf(absolute, PATH_MAX, "%s", path);
    } else {
        char base[PATH_MAX];
        if (at == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return 0;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            ssize_t length = readlink(link, base, sizeof base - 1);
            if (length < 0) return 0;
            base[length] = 0;
        }
        if (snprintf(absolute, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
    }
    /* RocksDB writes "folder//file". */
    char *to = absolute;
    for (char *from = absolute; *from; from++)
        if (!(from[0] == '/' && (from[1] == '/' || (from[1] == 0 && to != absolute)))) *to++ = *from;
    *to = 0;
    return !strncmp(absolute, root, root_length) || (!strncmp(absolute, root, root_length - 1) && !absolute[root_length - 1]);
}

typedef int (*opener)(int, const char *, int, mode_t);

static int open_plain(int at, const char *path, int flags, mode_t mode) {
    REAL(int, "openat", int, const char *, int, ...);
    return real(at, path, flags, mode);
}

static int opened(int at, const char *path, int flags, mode_t mode) {
    char absolute[PATH_MAX];
    if (!below(at, path, absolute)) return open_plain(at, path, flags, mode);
    pthread_mutex_lock(&lock);
    struct stat before;
    int existed = stat(absolute, &before) == 0;
    int fd = open_plain(at, path, flags, mode);
    int error = errno;
    if (fd >= 0 && fd < MOST_FDS) {
        uint64_t handle = ++next_handle;
        record(OPENED, handle, existed ? (flags & O_TRUNC ? 2 : 0) : 1, absolute, strlen(absolute), 0, 0);
        __atomic_store_n(&handles[fd], handle, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list list; \
        va_start(list, flags); \
        mode = va_arg(list, mode_t); \
        va_end(list); \
    }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags | O_LARGEFILE, mode); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags | O_LARGEFILE, 0); }

int close(int fd) {
    REAL(int, "close", int);
    forget(fd);
    return real(fd);
}

static int duplicated(int to, int from) {
    if (to >= 0 && to < MOST_FDS) __atomic_store_n(&handles[to], handle_of(from), __ATOMIC_RELEASE);
    return to;
}

int dup2(int from, int to) {
    REAL(int, "dup2", int, int);
    return duplicated(real(from, to), from);
}

int dup3(int from, int to, int flags) {
    REAL(int, "dup3", int, int, int);
    return duplicated(real(from, to, flags), from);
}

/* ---- data */

ssize_t write(int fd, const void *octets, size_t count) {
    REAL(ssize_t, "write", int, const void *, size_t);
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd, octets, count);
    pthread_mutex_lock(&lock);
    ssize_t written = real(fd, octets, count);
    int error = errno;
    if (written > 0) record(WRITTEN, handle, (uint64_t)(lseek(fd, 0, SEEK_CUR) - written), octets, (size_t)written, 0, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

ssize_t pwrite64(int fd, const void *octets, size_t count, off64_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd, octets, count, offset);
    pthread_mutex_lock(&lock);
    ssize_t written = real(fd, octets, count, offset);
    int error = errno;
    if (written > 0) record(WRITTEN, handle, (uint64_t)offset, octets, (size_t)written, 0, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

ssize_t pwrite(int fd, const void *octets, size_t count, off_t offset) { return pwrite64(fd, octets, count, offset); }

/* Several buffers at once: recorded one after the other, as they lie in the file. */
static void record_parts(uint64_t handle, const struct iovec *parts, int count, uint64_t offset, ssize_t written) {
    for (int i = 0; i < count && written > 0; i++) {
        size_t length = parts[i].iov_len < (size_t)written ? parts[i].iov_len : (size_t)written;
        if (length) record(WRITTEN, handle, offset, parts[i].iov_base, length, 0, 0);
        offset += length;
        written -= (ssize_t)length;
    }
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd, parts, count);
    pthread_mutex_lock(&lock);
    ssize_t written = real(fd, parts, count);
    int error = errno;
    if (written > 0) record_parts(handle, parts, count, (uint64_t)(lseek(fd, 0, SEEK_CUR) - written), written);
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
    REAL(ssize_t, "pwritev64", int, const struct iovec *, int, off64_t);
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd, parts, count, offset);
    pthread_mutex_lock(&lock);
    ssize_t written = real(fd, parts, count, offset);
    int error = errno;
    if (written > 0) record_parts(handle, parts, count, (uint64_t)offset, written);
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev64(fd, parts, count, offset); }

int ftruncate64(int fd, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd, length);
    pthread_mutex_lock(&lock);
    int result = real(fd, length);
    int error = errno;
    if (result == 0) record(TRUNCATED, handle, (uint64_t)length, 0, 0, 0, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static void allocated(int fd, uint64_t handle) {
    struct stat now;
    if (fstat(fd, &now) == 0) record(ALLOCATED, handle, (uint64_t)now.st_size, 0, 0, 0, 0);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
    REAL(int, "fallocate64", int, int, off64_t, off64_t);
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd, mode, offset, length);
    pthread_mutex_lock(&lock);
    int result = real(fd, mode, offset, length);
    int error = errno;
    if (result == 0 && (mode & ~FALLOC_FL_KEEP_SIZE)) record(UNSEEN, handle, 0, "fallocate", 9, 0, 0);
    if (result == 0 && !mode) allocated(fd, handle);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
    REAL(int, "posix_fallocate64", int, off64_t, off64_t);
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd, offset, length);
    pthread_mutex_lock(&lock);
    int result = real(fd, offset, length);
    if (result == 0) allocated(fd, handle);
    pthread_mutex_unlock(&lock);
    return result;
}

int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

/* ---- what is not recorded: PowerCutDisk refuses a record that has it */

static void unseen(int fd, const char *call) {
    uint64_t handle = handle_of(fd);
    if (handle) record(UNSEEN, handle, 0, call, strlen(call), 0, 0);
}

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
    REAL(void *, "mmap64", void *, size_t, int, int, int, off64_t);
    if ((protection & PROT_WRITE) && (flags & MAP_TYPE) != MAP_PRIVATE) unseen(fd, "mmap");
    return real(address, length, protection, flags, fd, offset);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    return mmap64(address, length, protection, flags, fd, offset);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) {
    REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
    unseen(to, "sendfile");
    return real(to, from, offset, count);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t count) { return sendfile64(to, from, offset, count); }

ssize_t copy_file_range(int from, off64_t *source, int to, off64_t *target, size_t count, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    unseen(to, "copy_file_range");
    return real(from, source, to, target, count, flags);
}

/* ---- syncs; sync_file_range promises nothing and is none */

static int synced(int fd, int (*real)(int)) {
    uint64_t handle = handle_of(fd);
    if (!handle) return real(fd);
    pthread_mutex_lock(&lock);
    uint64_t number = ++next_sync;
    record(SYNC, handle, number, 0, 0, 0, 0);
    pthread_mutex_unlock(&lock);
    int result = real(fd);
    int error = errno;
    if (result == 0) {
        pthread_mutex_lock(&lock);
        record(SYNCED, handle, number, 0, 0, 0, 0);
        pthread_mutex_unlock(&lock);
    }
    errno = error;
    return result;
}

int fsync(int fd) {
    REAL(int, "fsync", int);
    return synced(fd, real);
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    return synced(fd, real);
}

/* ---- names */

/* Makes a call that changes a name and records it if it succeeds. */
#define NAMED(call, type, at, path) \
    char absolute[PATH_MAX]; \
    if (!below(at, path, absolute)) return call; \
    pthread_mutex_lock(&lock); \
    int result = call; \
    int error = errno; \
    if (result == 0) record(type, 0, 0, absolute, strlen(absolute), 0, 0); \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return result

#define NAMED_TWICE(call, type, at, path, other_at, other) \
    char absolute[PATH_MAX]; \
    char second[PATH_MAX]; \
    if (!(below(at, path, absolute) & below(other_at, other, second))) return call; \
    pthread_mutex_lock(&lock); \
    int result = call; \
    int error = errno; \
    if (result == 0) record(type, 0, 0, absolute, strlen(absolute), second, strlen(second)); \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return result

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    NAMED(real(path, mode), MADE, AT_FDCWD, path);
}

int mkdirat(int at, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    NAMED(real(at, path, mode), MADE, at, path);
}

int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    NAMED(real(path), REMOVED, AT_FDCWD, path);
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    NAMED(real(path), REMOVED, AT_FDCWD, path);
}

int unlinkat(int at, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    NAMED(real(at, path, flags), REMOVED, at, path);
}

int remove(const char *path) {
    REAL(int, "remove", const char *);
    NAMED(real(path), REMOVED, AT_FDCWD, path);
}

int rename(const char *path, const char *other) {
    REAL(int, "rename", const char *, const char *);
    NAMED_TWICE(real(path, other), RENAMED, AT_FDCWD, path, AT_FDCWD, other);
}

int renameat(int at, const char *path, int other_at, const char *other) {
    REAL(int, "renameat", int, const char *, int, const char *);
    NAMED_TWICE(real(at, path, other_at, other), RENAMED, at, path, other_at, other);
}

int renameat2(int at, const char *path, int other_at, const char *other, unsigned flags) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned);
    NAMED_TWICE(real(at, path, other_at, other, flags), RENAMED, at, path, other_at, other);
}

int link(const char *path, const char *other) {
    REAL(int, "link", const char *, const char *);
    NAMED_TWICE(real(path, other), LINKED, AT_FDCWD, path, AT_FDCWD, other);
}

int linkat(int at, const char *path, int other_at, const char *other, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    NAMED_TWICE(real(at, path, other_at, other, flags), LINKED, at, path, other_at, other);
}
