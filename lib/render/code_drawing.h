// QR codes as pictures.
#pragma once

#include <string>

#include "render/qr_code.h"

using cairo_t = struct _cairo;

namespace dunning {

struct CodePlace {
    double left;
    double top;
    double side;  // of the square of modules
};

// In black, on what is there. A Swiss code gets the cross in its middle, 7 mm where the code has 46
// (guidelines 6.4.2); level M leaves enough to read it all the same.
void draw_code(cairo_t* page, const QrCode& code, PaymentCode kind, const CodePlace& place);

// Black on white with the quiet zone around, each module of whole pixels: what a mail shows.
std::string code_png(const QrCode& code, PaymentCode kind);

}  // namespace dunning
