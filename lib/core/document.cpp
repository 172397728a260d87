#include "core/document.h"

namespace dunning {

std::string outbox_folder(Channel channel) {
    if (is_task(channel)) return "task";
    return std::string(to_text(channel));
}

}  // namespace dunning
