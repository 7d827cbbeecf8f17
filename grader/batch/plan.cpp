#include "grader/batch/plan.hpp"

#include <array>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"

namespace grader {

namespace {

constexpr const char* kPlanSchema = "backprop-batch-plan/4";
constexpr std::array kForms = {"folder", "archive", "files", "refused", "left_alone"};

// Encodes a file name, which is any bytes, as JSON, which is UTF-8, so that every name can be read back.
Json bytes(const std::string& text) {
  Json list = Json::array();
  try {
    (void)Json(text).dump();
    return text;
  } catch (const Json::Error&) {
    for (const char c : text) list.push_back(static_cast<unsigned char>(c));
    return list;
  }
}

std::string text_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  std::string text;
  for (const Json& byte : json.elements()) text += static_cast<char>(byte.get<unsigned char>());
  return text;
}

Json to_json(const Task& task) {
  Json json = {{"id", task.submission.id},
               {"file_name", task.submission.file_name},
               {"form", kForms.at(static_cast<std::size_t>(task.submission.form))},
               {"source", bytes(task.submission.source.string())},
               {"problem", task.submission.problem},
               {"fingerprint", task.fingerprint}};
  for (const LooseFile& file : task.submission.files)
    json["files"].push_back(
        {{"path", bytes(file.path.string())}, {"name", bytes(file.name)}, {"upload", file.upload}});
  for (const std::string& note : task.submission.notes) json["notes"].push_back(note);
  if (task.earlier) {
    json["earlier"] = {{"status", to_string(task.earlier->status)}, {"score", task.earlier->score}};
  }
  return json;
}

Task task_from_json(const Json& json) {
  Task task;
  task.submission.id = json.at("id").get<std::string>();
  task.submission.file_name = json.at("file_name").get<std::string>();
  task.submission.source = text_of(json.at("source"));
  if (json.contains("files")) {
    for (const Json& file : json.at("files").elements())
      task.submission.files.push_back(
          {text_of(file.at("path")), text_of(file.at("name")), file.at("upload").get<std::uint64_t>()});
  }
  if (json.contains("notes")) task.submission.notes = json.at("notes").get<std::vector<std::string>>();
  task.submission.problem = json.at("problem").get<std::string>();
  for (std::size_t i = 0; i < kForms.size(); ++i) {
    if (json.at("form") == kForms[i]) task.submission.form = static_cast<Submission::Form>(i);
  }
  task.fingerprint = json.at("fingerprint").get<std::string>();
  if (json.contains("earlier")) {
    const Json& earlier = json.at("earlier");
    task.earlier = Earlier{batch_status_from_string(earlier.at("status").get<std::string>()).value(),
                           earlier.at("score").get<double>()};
  }
  return task;
}

}  // namespace

void write_plan(const std::filesystem::path& file, const Plan& plan) {
  Json json = {{"schema", kPlanSchema},
               {"grades", bytes(plan.grades.string())},
               {"assignment", bytes(plan.assignment.string())},
               {"cache", bytes(plan.cache.string())},
               {"isolation", to_string(plan.isolation)},
               {"conditions", plan.conditions},
               {"generation", plan.generation},
               {"regrade", plan.regrade},
               {"take_similar", plan.take_similar},
               {"tasks", Json::array()}};
  if (plan.seed) json["seed"] = *plan.seed;
  for (const Task& task : plan.tasks) json["tasks"].push_back(to_json(task));
  write_atomically(file, json.dump(1) + '\n');
}

Plan read_plan(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  try {
    const Json json = parse_json(text);
    if (json.at("schema") != kPlanSchema) throw std::runtime_error("another schema");
    Plan plan;
    plan.grades = text_of(json.at("grades"));
    plan.assignment = text_of(json.at("assignment"));
    plan.cache = text_of(json.at("cache"));
    plan.isolation = isolation_named(json.at("isolation").get<std::string>()).value();
    plan.conditions = json.at("conditions").get<std::string>();
    plan.generation = json.at("generation").get<std::int64_t>();
    plan.regrade = json.at("regrade").get<bool>();
    plan.take_similar = json.at("take_similar").get<bool>();
    if (json.contains("seed")) plan.seed = json.at("seed").get<std::uint64_t>();
    for (const Json& task : json.at("tasks").elements()) plan.tasks.push_back(task_from_json(task));
    return plan;
  } catch (const std::exception& error) {
    throw InputError(file.string() + " is no plan of a batch: " + error.what() + ".");
  }
}

}  // namespace grader
