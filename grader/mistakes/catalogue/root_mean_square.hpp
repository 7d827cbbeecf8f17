/// Wrong backward passes of normalisations by the root mean square: rmsnorm and add_rmsnorm.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/mistakes/catalogue/normalisation.hpp"

namespace grader {

/// Returns the closed form for rows h: (N, T, D), a row of a matrix each. Its mean path is empty at first.
ClosedForm root_mean_square_form(Given& given, const backprop::Tensor3& h);

struct RootMeanSquareLayer {
  /// Returns the right closed form of what comes back through the norm.
  ClosedForm (*right)(Given& given);
  /// Returns the layer's gradients when this comes back through the norm: (N T, D).
  Tensors (*gradients)(Given& given, const backprop::Matrix& through_norm);
  /// The gradients that it is a part of.
  std::vector<std::string> spoils;

  /// Answers with the gradients after `spoil` has changed the form.
  WrongAnswer with(SpoilForm spoil) const;
  /// A mistake in what comes back through the norm.
  KnownMistake mistake(std::string_view id, std::string_view hint, std::string_view misconception,
                       SpoilForm spoil) const;
  /// The mistakes that any such layer invites: those that everybody makes, and others.
  std::vector<KnownMistake> mistakes() const;
  std::vector<KnownMistake> rarer_mistakes() const;
};

/// Returns the rows as a tensor of the shape of x.
Tensor in_shape_of_x(Given& given, const backprop::Matrix& rows);

}  // namespace grader
