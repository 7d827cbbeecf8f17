#include "grader/mistakes/catalogue/moments.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::adam_mistakes {

const MistakeRegistration registration{
    "adam", joined(joined(moment_mistakes(), rarer_moment_mistakes()),
                   {settings_begin_anew(
                       {{"learning_rate", 1e-3}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}})})};

}  // namespace grader::adam_mistakes
