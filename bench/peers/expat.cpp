// expat, namespace-correct, with a parser that is used again.
#include "bench/peers/filler.hpp"

#include <expat.h>

namespace simplespec::bench {
namespace {

constexpr char separator = '\n'; // between namespace and local name

class expat_reader : public document_reader {
  public:
    bool read_presence(std::string_view text, presence_fields& into) override {
        filler_.begin(into);
        return read(text);
    }
    bool read_list(std::string_view text, resource_table& into) override {
        filler_.begin(into);
        return read(text);
    }

  private:
    static void on_start(void* to, const char* name, const char** attributes) {
        auto& fill = *static_cast<filler*>(to);
        const std::string_view whole(name);
        const auto at = whole.find(separator);
        if (at == std::string_view::npos)
            fill.start("none", whole);
        else
            fill.start(whole.substr(0, at), whole.substr(at + 1));
        for (; *attributes != nullptr; attributes += 2) fill.attribute(attributes[0], attributes[1]);
    }
    // A salt of our own saves expat a system call for each document.
    bool read(std::string_view text) {
        XML_ParserReset(parser_.get(), nullptr);
        XML_SetHashSalt(parser_.get(), 7);
        XML_SetUserData(parser_.get(), &filler_);
        XML_SetElementHandler(parser_.get(), on_start,
                              [](void* to, const char*) { static_cast<filler*>(to)->end(); });
        XML_SetCharacterDataHandler(parser_.get(), [](void* to, const char* octets, int size) {
            static_cast<filler*>(to)->text({octets, static_cast<std::size_t>(size)});
        });
        return XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK &&
               filler_.complete();
    }

    filler filler_;
    std::unique_ptr<XML_ParserStruct, decltype([](XML_Parser p) { XML_ParserFree(p); })> parser_{
        XML_ParserCreateNS(nullptr, separator)};
};

} // namespace

void offer_expat(roster& to);
void offer_expat(roster& to) {
    to.documents.push_back({"expat", [] { return std::make_unique<expat_reader>(); }});
}

} // namespace simplespec::bench
