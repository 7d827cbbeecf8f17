// For a test: xtensor 0.26's place of this header, on top of an older xtensor.
#pragma once
#define BACKPROP_FOUND_NEW_LAYOUT
#include <xtensor/xmath.hpp>
