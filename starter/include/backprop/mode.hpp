/// Some layers do one thing while a net is trained and another when it is used.
#pragma once

namespace backprop {

enum class Mode { train, test };

}  // namespace backprop
