#include "render/html_text.h"

#include "render/plain_line.h"

namespace dunning {

std::string html_text(std::string_view text) {
    std::string escaped;
    for (const char letter : plain_line(text)) {
        switch (letter) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += letter;
        }
    }
    return escaped;
}

}  // namespace dunning
