/// Recognises a sum of which one term is left out, turned, or multiplied by something.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns "Your dx is what it would be without the mean of dxhat." when one change of one term gives the
/// answers of all cases. Returns an empty text otherwise, and for an op whose terms are not known. `shown`
/// gives the sizes that the sentence names.
std::string changed_term(const JudgedGradient& gradient, const JudgedCase& shown);

/// Says in which term of the sum everything lies that is wrong, when it is missing in some places, or off by
/// a factor that differs from place to place. Returns an empty text where the answers do not tell the term
/// from another one, or from the sum of several. `shown` gives the places that the sentence names.
std::string term_that_is_wrong(const JudgedGradient& gradient, const JudgedCase& shown);

/// Returns "Your dprev_h is what it should be, plus dnext_h." when the answers of all cases have one input,
/// one upstream gradient, or one value of the formulas in them that does not belong there.
std::string one_tensor_too_many(const JudgedGradient& gradient);

/// For a layer over a sequence: says of the gradient of a weight, to which every time step gives a share,
/// that it is the share of one step alone, or that of all but one.
std::string shares_of_steps(const JudgedGradient& gradient);

}  // namespace grader
