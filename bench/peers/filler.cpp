#include "bench/peers/filler.hpp"

namespace simplespec::bench {

presence::availability availability_of(std::string_view basic) {
    if (basic == "open") return presence::availability::available;
    if (basic == "closed") return presence::availability::unavailable;
    return presence::availability::unknown;
}

void filler::begin(presence_fields& into) {
    into.clear();
    presence_ = &into;
    resources_ = nullptr;
    target_ = nullptr;
    depth_ = 0;
    rooted_ = false;
}

void filler::begin(resource_table& into) {
    presence_ = nullptr;
    resources_ = &into;
    resource_ = nullptr;
    target_ = nullptr;
    depth_ = 0;
    rooted_ = false;
}

filler::at filler::next(std::string_view ns, std::string_view local) const {
    if (presence_ != nullptr) {
        if (!ns.empty() && ns != pidf_namespace) return at::other;
        if (depth_ == 0) return local == "presence" ? at::presence : at::other;
        switch (path_[depth_ - 1]) {
        case at::presence:
            return local == "tuple" ? at::tuple : at::other;
        case at::tuple:
            return local == "status"    ? at::status
                   : local == "contact" ? at::contact
                   : local == "note"    ? at::note
                                        : at::other;
        case at::status:
            return local == "basic" ? at::basic : at::other;
        default:
            return at::other;
        }
    }
    if (!ns.empty() && ns != rlmi_namespace) return at::other;
    if (depth_ == 0) return local == "list" ? at::list : at::other;
    switch (path_[depth_ - 1]) {
    case at::list:
        return local == "resource" ? at::resource : at::other;
    case at::resource:
        return local == "name" ? at::name : local == "instance" ? at::instance : at::other;
    default:
        return at::other;
    }
}

void filler::start(std::string_view ns, std::string_view local) {
    target_ = nullptr;
    const auto here = depth_ < std::size(path_) ? next(ns, local) : at::other;
    if (depth_ < std::size(path_)) path_[depth_] = here;
    ++depth_;
    switch (here) {
    case at::presence:
    case at::list:
        rooted_ = true;
        break;
    case at::basic:
        basic_.clear();
        target_ = &basic_;
        break;
    case at::contact:
        target_ = &presence_->contact;
        break;
    case at::note:
        target_ = presence_->note.empty() ? &presence_->note : nullptr;
        break;
    case at::resource:
        resource_ = &resources_->add();
        break;
    case at::name:
        target_ = resource_->name.empty() ? &resource_->name : nullptr;
        break;
    default:
        break;
    }
}

void filler::attribute(std::string_view name, std::string_view value) {
    if (depth_ > std::size(path_)) return;
    switch (path_[depth_ - 1]) {
    case at::presence:
        if (name == "entity") presence_->entity = value;
        break;
    case at::resource:
        if (name == "uri") resource_->uri = value;
        break;
    case at::instance:
        if (name == "cid")
            resource_->cid = value;
        else if (name == "state")
            resource_->state = value;
        break;
    default:
        break;
    }
}

void filler::end() {
    --depth_;
    target_ = nullptr;
    if (depth_ < std::size(path_) && path_[depth_] == at::basic) presence_->state = availability_of(basic_);
}

} // namespace simplespec::bench
