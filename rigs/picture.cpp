#include "rigs/picture.hpp"

#include <cairo.h>
#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <memory>

namespace simplespec::rigs {
namespace {

struct freed {
    void operator()(PIX* p) const { pixDestroy(&p); }
};
using pix = std::unique_ptr<PIX, freed>;

const l_uint8* octets_of(std::string_view s) { return reinterpret_cast<const l_uint8*>(s.data()); }

int signed_at(std::string_view octets, std::size_t where) {
    std::uint32_t out = 0;
    for (int i = 3; i >= 0; --i) out = out << 8 | static_cast<std::uint8_t>(octets[where + i]);
    return static_cast<int>(out);
}

/// Rows of a BMP may stand from the top, which a negative height says and Leptonica refuses: the sign is
/// taken off.
bool set_upright(std::string& bmp) {
    constexpr std::size_t height_at = 22;
    if (bmp.size() < height_at + 4 || !bmp.starts_with("BM")) return false;
    const auto height = signed_at(bmp, height_at);
    if (height >= 0 || height < -longest_side) return false;
    for (int i = 0; i < 4; ++i)
        bmp[height_at + i] = static_cast<char>(static_cast<std::uint32_t>(-height) >> 8 * i);
    return true;
}

void put(std::string& out, std::uint32_t value, int octets) {
    for (int i = 0; i < octets; ++i) out += static_cast<char>(value >> 8 * i & 0xff);
}

/// PNG by Cairo: libpng under Leptonica prints its complaints. The caller has looked at the size.
std::expected<picture, std::string> read_png(std::string_view octets) {
    const auto take = [](void* from, unsigned char* to, unsigned wanted) {
        auto& left = *static_cast<std::string_view*>(from);
        if (left.size() < wanted) return CAIRO_STATUS_READ_ERROR;
        std::ranges::copy(left.substr(0, wanted), to);
        left.remove_prefix(wanted);
        return CAIRO_STATUS_SUCCESS;
    };
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> read(
        cairo_image_surface_create_from_png_stream(take, &octets), cairo_surface_destroy);
    if (cairo_surface_status(read.get()) != CAIRO_STATUS_SUCCESS)
        return std::unexpected("a PNG that ends too early or is spoilt");
    picture out{cairo_image_surface_get_width(read.get()), cairo_image_surface_get_height(read.get()), {}};
    const auto* data = cairo_image_surface_get_data(read.get());
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            const auto* at = data +
                             static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(read.get()) +
                             std::ptrdiff_t{4} * x;
            out.pixels.push_back({at[2], at[1], at[0]});
        }
    return out;
}

} // namespace

std::expected<picture, std::string> read_picture(std::string_view octets) {
    if (octets.empty()) return std::unexpected("no octets at all");
    std::string upright;
    bool from_top = false;
    if (octets.starts_with("BM")) {
        upright = octets;
        from_top = set_upright(upright);
        octets = upright;
    }
    setMsgSeverity(L_SEVERITY_NONE);
    l_int32 format = 0, width = 0, height = 0;
    if (octets.starts_with("BM")) {
        // Leptonica reads no BMP head alone.
        if (octets.size() < 54) return std::unexpected("the BMP ends within its head");
        width = signed_at(octets, 18), height = signed_at(octets, 22);
    } else if (pixReadHeaderMem(octets_of(octets), octets.size(), &format, &width, &height, nullptr, nullptr,
                                nullptr) != 0) {
        return std::unexpected("neither BMP nor PNG nor JPEG nor PNM");
    }
    if (width < 1 || height < 1 || width > longest_side || height > longest_side)
        return std::unexpected(fmt::format("{} x {} pixels; from 1 x 1 to {} x {} are read", width, height,
                                           longest_side, longest_side));
    if (format == IFF_PNG) return read_png(octets);
    const pix read(pixReadMem(octets_of(octets), octets.size()));
    if (!read) return std::unexpected("its head is that of a picture, the rest cannot be read");
    const pix colours(pixConvertTo32(read.get()));
    if (!colours) return std::unexpected("its depth cannot be read");

    picture out{.width = pixGetWidth(colours.get()), .height = pixGetHeight(colours.get())};
    out.pixels.resize(static_cast<std::size_t>(out.width) * out.height);
    for (int y = 0; y < out.height; ++y) {
        const auto* row = pixGetData(colours.get()) + static_cast<std::size_t>(y) * pixGetWpl(colours.get());
        for (int x = 0; x < out.width; ++x) {
            l_int32 r = 0, g = 0, b = 0;
            extractRGBValues(row[x], &r, &g, &b);
            out.at(x, from_top ? out.height - 1 - y : y) = {
                static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), static_cast<std::uint8_t>(b)};
        }
    }
    return out;
}

std::string bmp_of(const picture& p, int depth) {
    // Two colours, the first the darker: what a monochrome display sends.
    std::vector<pixel> colours;
    if (depth == 1) {
        for (const auto& at : p.pixels) {
            if (std::ranges::find(colours, at) == colours.end()) colours.push_back(at);
            if (colours.size() > 2) break;
        }
        if (colours.size() > 2) depth = 24;
        if (colours.empty()) colours.emplace_back();
        if (colours.size() == 1) colours.push_back(colours[0] == pixel{} ? pixel{255, 255, 255} : pixel{});
        if (const auto& a = colours[0];
            depth == 1 && a.red + a.green + a.blue > colours[1].red + colours[1].green + colours[1].blue)
            std::swap(colours[0], colours[1]);
    } else {
        depth = 24;
    }
    const auto stride = static_cast<std::uint32_t>((p.width * depth + 31) / 32 * 4);
    const std::uint32_t palette = depth == 1 ? 8 : 0, start = 54 + palette,
                        size = stride * static_cast<std::uint32_t>(p.height);

    std::string out = "BM";
    put(out, start + size, 4), put(out, 0, 4), put(out, start, 4);
    put(out, 40, 4), put(out, static_cast<std::uint32_t>(p.width), 4),
        put(out, static_cast<std::uint32_t>(p.height), 4);
    put(out, 1, 2), put(out, static_cast<std::uint32_t>(depth), 2), put(out, 0, 4), put(out, size, 4);
    put(out, 2835, 4), put(out, 2835, 4), put(out, palette / 4, 4), put(out, 0, 4); // 72 dots an inch
    if (depth == 1)
        for (const auto& c : colours)
            out += static_cast<char>(c.blue), out += static_cast<char>(c.green),
                out += static_cast<char>(c.red), out += '\0';
    for (int y = p.height - 1; y >= 0; --y) {
        const auto row = out.size();
        out.resize(row + stride);
        for (int x = 0; x < p.width; ++x) {
            const auto& c = p.at(x, y);
            if (depth == 1) {
                if (c == colours[1]) out[row + x / 8] |= static_cast<char>(0x80 >> x % 8);
            } else {
                out[row + 3 * x] = static_cast<char>(c.blue),
                              out[row + 3 * x + 1] = static_cast<char>(c.green),
                              out[row + 3 * x + 2] = static_cast<char>(c.red);
            }
        }
    }
    return out;
}

std::string png_of(const picture& p) {
    const pix made(pixCreate(p.width, p.height, 32));
    if (!made) return {};
    for (int y = 0; y < p.height; ++y) {
        auto* row = pixGetData(made.get()) + static_cast<std::size_t>(y) * pixGetWpl(made.get());
        for (int x = 0; x < p.width; ++x)
            composeRGBPixel(p.at(x, y).red, p.at(x, y).green, p.at(x, y).blue, row + x);
    }
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMemPng(&data, &size, made.get(), 0) != 0) return {};
    const std::string out(reinterpret_cast<const char*>(data), size);
    lept_free(data);
    return out;
}

} // namespace simplespec::rigs
