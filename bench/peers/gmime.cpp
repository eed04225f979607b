// GMime: the body as a MIME stream, its parts as stretches of it.
#include "bench/readers.hpp"

#include <gmime/gmime.h>

namespace simplespec::bench {
namespace {

struct unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using owned = std::unique_ptr<T, unref>;

class gmime_splitter : public body_splitter {
  public:
    gmime_splitter() { g_mime_init(); }

    // GMime reads entities with their header area, so Content-Type is put in front.
    bool split(std::string_view content_type, std::string_view, std::string_view body,
               std::vector<body_part>& into) override {
        into.clear();
        g_byte_array_set_size(octets_.get(), 0);
        for (const std::string_view piece :
             {std::string_view("Content-Type: "), content_type, std::string_view("\r\n\r\n"), body})
            g_byte_array_append(octets_.get(), reinterpret_cast<const guint8*>(piece.data()),
                                static_cast<guint>(piece.size()));
        stream_.reset(g_mime_stream_mem_new_with_byte_array(octets_.get()));
        g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream_.get()), FALSE);
        const owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream_.get()));
        whole_.reset(g_mime_parser_construct_part(parser.get(), nullptr));
        if (!whole_ || !GMIME_IS_MULTIPART(whole_.get())) return false;
        auto* multipart = GMIME_MULTIPART(whole_.get());
        const auto count = static_cast<std::size_t>(g_mime_multipart_get_count(multipart));
        types_.resize(std::max(types_.size(), count));
        for (std::size_t i = 0; i < count; ++i)
            if (!add(g_mime_multipart_get_part(multipart, static_cast<int>(i)), into)) return false;
        return true;
    }

  private:
    bool add(GMimeObject* part, std::vector<body_part>& into) {
        if (!GMIME_IS_PART(part)) return false;
        auto* type = g_mime_object_get_content_type(part);
        auto& essence = types_[into.size()];
        essence.assign(g_mime_content_type_get_media_type(type))
            .append("/")
            .append(g_mime_content_type_get_media_subtype(type));
        const auto* id = g_mime_object_get_content_id(part);
        auto* stream = g_mime_data_wrapper_get_stream(g_mime_part_get_content(GMIME_PART(part)));
        const auto from = static_cast<std::size_t>(stream->bound_start);
        into.push_back({essence,
                        id == nullptr ? "" : id,
                        {reinterpret_cast<const char*>(octets_->data) + from,
                         static_cast<std::size_t>(stream->bound_end) - from}});
        return true;
    }

    std::unique_ptr<GByteArray, decltype([](GByteArray* a) { g_byte_array_unref(a); })> octets_{
        g_byte_array_new()};
    owned<GMimeStream> stream_;
    owned<GMimeObject> whole_;
    std::vector<std::string> types_;
};

} // namespace

void offer_gmime(roster& to);
void offer_gmime(roster& to) {
    to.splitters.push_back({"GMime", [] { return std::make_unique<gmime_splitter>(); }});
}

} // namespace simplespec::bench
