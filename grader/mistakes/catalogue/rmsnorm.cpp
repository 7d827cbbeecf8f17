#include "grader/mistakes/catalogue/root_mean_square.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::rmsnorm_mistakes {

const RootMeanSquareLayer kRmsnorm{
    .right = [](Given& given) { return root_mean_square_form(given, given.in.tensor3("x")); },
    .gradients = [](Given& given, const backprop::Matrix& through_norm) -> Tensors {
      return {{"x", in_shape_of_x(given, through_norm)}};
    },
    .spoils = {"x"}};

const MistakeRegistration registration{"rmsnorm", joined(kRmsnorm.mistakes(), kRmsnorm.rarer_mistakes())};

}  // namespace grader::rmsnorm_mistakes
