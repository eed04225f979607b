#include "net/video_device.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>

namespace simplespec::net {

namespace {

using reason = no_frame::reason;
using std::chrono::steady_clock;

constexpr std::uint32_t wanted_width = 1280, wanted_height = 720;
constexpr int passed_over = 4; // frames
constexpr std::uint32_t kinds[] = {V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_JPEG, V4L2_PIX_FMT_YUYV};

std::unexpected<no_frame> fails(reason why, const std::string& device, std::string_view what) {
    return std::unexpected(no_frame{why, fmt::format("{}: {}", device, what)});
}

bool told(int descriptor, unsigned long request, void* about) {
    int result = -1;
    do result = ioctl(descriptor, request, about);
    while (result < 0 && errno == EINTR);
    return result == 0;
}

/// The device while it is open, and the one buffer that it fills.
class camera {
  public:
    explicit camera(const std::string& device) : descriptor_(open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)) {}
    ~camera() {
        int capture = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (streams_) told(descriptor_, VIDIOC_STREAMOFF, &capture);
        if (memory_ != MAP_FAILED) munmap(memory_, size_);
        if (descriptor_ >= 0) close(descriptor_);
    }
    camera(const camera&) = delete;
    camera& operator=(const camera&) = delete;

    bool is_open() const { return descriptor_ >= 0; }

    bool is_camera() const {
        v4l2_capability about{};
        if (!told(descriptor_, VIDIOC_QUERYCAP, &about)) return false;
        const auto can = (about.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? about.device_caps : about.capabilities;
        return (can & V4L2_CAP_VIDEO_CAPTURE) != 0 && (can & V4L2_CAP_STREAMING) != 0;
    }

    bool choose_format() {
        for (const auto kind : kinds) {
            format_ = {};
            format_.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
            format_.fmt.pix.width = wanted_width;
            format_.fmt.pix.height = wanted_height;
            format_.fmt.pix.pixelformat = kind;
            if (told(descriptor_, VIDIOC_S_FMT, &format_) && format_.fmt.pix.pixelformat == kind) return true;
        }
        return false;
    }

    bool begin() {
        v4l2_requestbuffers wanted{};
        wanted.count = 1;
        wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        wanted.memory = V4L2_MEMORY_MMAP;
        auto one = buffer();
        if (!told(descriptor_, VIDIOC_REQBUFS, &wanted) || wanted.count < 1 || !told(descriptor_, VIDIOC_QUERYBUF, &one))
            return false;
        size_ = one.length;
        memory_ = mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, one.m.offset);
        int capture = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        streams_ = memory_ != MAP_FAILED && told(descriptor_, VIDIOC_QBUF, &one) && told(descriptor_, VIDIOC_STREAMON, &capture);
        return streams_;
    }

    /// The next frame, empty where none comes until then.
    std::string frame(steady_clock::time_point until) {
        auto one = buffer();
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now()).count();
            pollfd waited{descriptor_, POLLIN, 0};
            if (left <= 0 || poll(&waited, 1, static_cast<int>(left)) <= 0) return {};
            if (told(descriptor_, VIDIOC_DQBUF, &one)) break;
            if (errno != EAGAIN) return {};
        }
        std::string out(static_cast<const char*>(memory_), std::min<std::size_t>(one.bytesused, size_));
        told(descriptor_, VIDIOC_QBUF, &one);
        return out;
    }

    const v4l2_pix_format& format() const { return format_.fmt.pix; }

  private:
    static v4l2_buffer buffer() {
        v4l2_buffer out{};
        out.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        out.memory = V4L2_MEMORY_MMAP;
        return out;
    }

    int descriptor_;
    v4l2_format format_{};
    void* memory_ = MAP_FAILED;
    std::size_t size_ = 0;
    bool streams_ = false;
};

} // namespace

std::expected<std::string, no_frame> take_frame(const std::string& device, sip::duration limit) {
    const auto until = steady_clock::now() + limit;
    camera from(device);
    if (!from.is_open()) return fails(reason::absent, device, std::strerror(errno));
    if (!from.is_camera()) return fails(reason::no_camera, device, "it is no camera that takes pictures");
    if (!from.choose_format()) return fails(reason::no_camera, device, "it gives neither JPEG nor YUYV");
    if (!from.begin()) return fails(reason::silent, device, fmt::format("it does not begin: {}", std::strerror(errno)));
    std::string last;
    for (int i = 0; i <= passed_over; ++i) {
        auto next = from.frame(until);
        if (next.empty()) break;
        last = std::move(next);
    }
    if (last.empty()) return fails(reason::silent, device, "no picture within the time");
    const auto& format = from.format();
    if (format.pixelformat != V4L2_PIX_FMT_YUYV) return last;
    return ppm_of_yuyv(last, static_cast<int>(format.width), static_cast<int>(format.height),
                       static_cast<int>(format.bytesperline));
}

// ITU-R BT.601, studio range, as cameras give it.
std::string ppm_of_yuyv(std::string_view octets, int width, int height, int stride) {
    auto out = fmt::format("P6\n{} {}\n255\n", width, height);
    const auto at = [&](int y, int i) {
        const auto where = static_cast<std::size_t>(y) * static_cast<std::size_t>(std::max(stride, 2 * width)) +
                           static_cast<std::size_t>(i);
        return where < octets.size() ? static_cast<unsigned char>(octets[where]) : -1;
    };
    const auto put = [&](double v) { out.push_back(static_cast<char>(std::clamp(static_cast<int>(v + 0.5), 0, 255))); };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int pair = x / 2 * 4;
            const int luma = at(y, 2 * x), u = at(y, pair + 1), v = at(y, pair + 3);
            if (luma < 0 || u < 0 || v < 0) {
                out.append(3, '\0');
                continue;
            }
            const double bright = 1.164 * (luma - 16);
            put(bright + 1.596 * (v - 128));
            put(bright - 0.392 * (u - 128) - 0.813 * (v - 128));
            put(bright + 2.017 * (u - 128));
        }
    return out;
}

} // namespace simplespec::net
