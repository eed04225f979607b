#include "bench/joined_reader.hpp"

namespace simplespec::bench {
namespace {

class joined_reader : public list_reader {
  public:
    joined_reader(std::unique_ptr<head_reader> head, std::unique_ptr<body_splitter> splitter,
                  std::unique_ptr<document_reader> documents)
        : head_(std::move(head)), splitter_(std::move(splitter)), documents_(std::move(documents)) {}

    bool read(std::string_view octets) override {
        if (!head_->read(octets, fields_)) return false;
        const auto type = head_->content_type();
        const auto body = head_->body();
        if (!type.starts_with("multipart/")) return read_alone(body);
        if (!splitter_->split(type, fields_.boundary, body, parts_) || parts_.empty()) return false;
        if (!parts_[0].type.starts_with("application/rlmi+xml")) return false;
        resources_.clear();
        if (!documents_->read_list(parts_[0].body, resources_)) return false;
        table_.clear();
        std::size_t guess = 1;
        for (std::size_t i = 0; i < resources_.size(); ++i) {
            const auto& resource = resources_[i];
            const auto at = find(resource.cid, guess);
            if (at == parts_.size() || !documents_->read_presence(parts_[at].body, presence_)) return false;
            guess = at + 1;
            auto& row = table_.add();
            row.uri = resource.uri;
            row.name = resource.name;
            row.note = presence_.note;
            row.state = presence_.state;
        }
        return true;
    }

    contact_table answer() const override { return table_; }

  private:
    bool read_alone(std::string_view body) {
        if (!documents_->read_presence(body, presence_)) return false;
        table_.clear();
        auto& row = table_.add();
        row.uri = presence_.entity;
        row.note = presence_.note;
        row.state = presence_.state;
        return true;
    }

    std::size_t find(std::string_view cid, std::size_t guess) const {
        if (cid.empty()) return parts_.size();
        for (std::size_t n = 0; n < parts_.size(); ++n) {
            const auto at = (guess + n) % parts_.size();
            if (parts_[at].content_id == cid) return at;
        }
        return parts_.size();
    }

    std::unique_ptr<head_reader> head_;
    std::unique_ptr<body_splitter> splitter_;
    std::unique_ptr<document_reader> documents_;
    head_fields fields_;
    std::vector<body_part> parts_;
    resource_table resources_;
    presence_fields presence_;
    contact_table table_;
};

template <class T>
std::unique_ptr<T> made(const std::vector<roster::entrant<T>>& from, std::string_view name) {
    for (const auto& one : from)
        if (one.name == name) return one.make();
    return nullptr;
}

} // namespace

std::unique_ptr<list_reader> joined(std::unique_ptr<head_reader> head,
                                    std::unique_ptr<body_splitter> splitter,
                                    std::unique_ptr<document_reader> documents) {
    return std::make_unique<joined_reader>(std::move(head), std::move(splitter), std::move(documents));
}

std::unique_ptr<list_reader> joined(const roster& all, std::string_view head, std::string_view splitter,
                                    std::string_view documents) {
    auto reader = made(all.heads, head);
    auto cutter = made(all.splitters, splitter);
    auto texts = made(all.documents, documents);
    if (!reader || !cutter || !texts) return nullptr;
    return joined(std::move(reader), std::move(cutter), std::move(texts));
}

} // namespace simplespec::bench
