/// Wrong backward passes of normalisations of images: spatial_batchnorm, group_norm and batchnorm_eval.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Takes the mean of (N, C, H, W) over the numbers that share a statistic. Returns it in a shape that
/// broadcasts: (1, C, 1, 1) or (N, C, 1, 1).
using SharedMean = std::function<backprop::Tensor4(const backprop::Tensor4& x)>;

/// Over the batch and the pixels of each channel: the statistics of batch normalisation.
SharedMean mean_of_channels();
/// Over the pixels of each image and channel.
SharedMean mean_of_planes();
/// Over each group of channels and their pixels. `group_of` numbers the group of a channel.
SharedMean mean_of_groups(std::function<std::size_t(std::size_t c)> group_of, std::size_t groups);

/// The closed form of dx, right at first. Shapes broadcast to (N, C, H, W).
struct SpatialForm {
  backprop::Tensor4 dout;
  backprop::Tensor4 gamma;
  backprop::Tensor4 xhat;
  backprop::Tensor4 var;    // without eps
  backprop::Tensor4 ivar;   // 1 / sqrt(var + eps)
  backprop::Tensor4 scale;  // ivar, with gamma where gamma is not a part of g
  backprop::Tensor4 g;      // dout gamma, or dout
  SharedMean mean;
  double count;            // of the numbers that share a mean
  double mean_path = 1.0;  // factors of the ways through mean and variance
  double variance_path = 1.0;
  backprop::Tensor4 variance_factor;  // elementwise, of the way through the variance

  SpatialForm(Given& given, SharedMean shared, double shared_count);
  backprop::Tensor4 dx() const;
};

/// Changes a part of the form.
using SpoilSpatial = void (*)(SpatialForm& form);

/// Returns the dx of right(given) after `spoil`.
WrongAnswer spatial_dx(SpatialForm (*right)(Given& given), SpoilSpatial spoil);

/// Returns (1, C, 1, 1).
backprop::Tensor4 by_channel(const backprop::Vector& v);
/// Returns sum over batch and pixels: (C).
backprop::Vector sum_of_channels(const backprop::Tensor4& x);
/// N H W, of the case's x.
double numbers_of_channel(Given& given);

/// The mistakes that are the same for every normalisation of images in training, and those in dgamma and
/// dbeta.
std::vector<KnownMistake> spatial_mistakes_and(SpatialForm (*right)(Given& given),
                                               std::vector<KnownMistake> own);
/// Those in dgamma and dbeta alone.
std::vector<KnownMistake> spatial_parameter_mistakes(SpatialForm (*right)(Given& given));

}  // namespace grader
