import JSONText
import Vocabulary

/// Reads a rubric, `{id, sections: [{id, title, criteria: [{id, weight, requirement}]}]}`, and
/// names everything that is wrong with it.
struct RubricReader {
    let file: String
    let line: Int?
    let task: String

    private(set) var problems: [CatalogError] = []

    init(file: String, line: Int?, task: String) {
        self.file = file
        self.line = line
        self.task = task
    }

    /// The rubric, or nil where there are problems.
    mutating func rubric(_ json: JSONValue) -> Rubric? {
        guard json.object != nil else {
            note("the rubric is \(json.kindName); it must be an object with \"sections\"")
            return nil
        }
        guard let id = json["id"]?.string, !id.isEmpty else {
            note("the rubric has no \"id\"; give it one")
            return nil
        }
        guard let sections = json["sections"]?.array else {
            note("the rubric has no list of \"sections\"; add it")
            return nil
        }
        var criteria: [Criterion] = []
        for section in sections { criteria += self.criteria(of: section) }
        checkTogether(criteria)
        return problems.isEmpty ? Rubric(id: id, criteria: criteria) : nil
    }

    private mutating func note(_ reason: String, criterion: String? = nil) {
        problems.append(
            CatalogError(
                file: file, line: line, task: task, criterion: criterion, reason: reason))
    }

    private mutating func criteria(of section: JSONValue) -> [Criterion] {
        guard let id = section["id"]?.string, let axis = Axis(rawValue: id) else {
            let name = section["id"]?.string ?? "without an id"
            let known = Axis.allCases.map(\.rawValue)
            let nearest = NearestWord.to(name, among: known).map { " (nearest: \($0))" } ?? ""
            note("section \(name) is no axis\(nearest); use \(known.joined(separator: ", "))")
            return []
        }
        guard let entries = section["criteria"]?.array else {
            note("section \(id) has no list of \"criteria\"; add it")
            return []
        }
        return entries.enumerated().compactMap { criterion($0.element, at: $0.offset, axis) }
    }

    private mutating func criterion(
        _ entry: JSONValue, at index: Int, _ axis: Axis
    ) -> Criterion? {
        guard let id = entry["id"]?.string, !id.isEmpty else {
            note("criterion \(index + 1) of section \(axis.rawValue) has no \"id\"; give it one")
            return nil
        }
        guard let weight = entry["weight"]?.integer, Self.weights.contains(weight) else {
            note(
                """
                the weight must be a whole number from \(Self.weights.lowerBound) to \
                \(Self.weights.upperBound), and not 0; correct it
                """, criterion: id)
            return nil
        }
        guard weight != 0 else {
            note("the weight is 0; make it positive or negative, or drop it", criterion: id)
            return nil
        }
        let requirement = entry["requirement"]?.string ?? ""
        guard !requirement.allSatisfy(\.isWhitespace) else {
            note("the requirement is empty; say what is to be checked", criterion: id)
            return nil
        }
        return Criterion(id: id, axis: axis, weight: weight, requirement: requirement)
    }

    private mutating func checkTogether(_ criteria: [Criterion]) {
        var seen: Set<String> = []
        for criterion in criteria where !seen.insert(criterion.id).inserted {
            note("the id is used twice in this task; rename one", criterion: criterion.id)
        }
        if problems.isEmpty, !criteria.contains(where: { $0.weight > 0 }) {
            note("no criterion has a positive weight, so nothing can be scored; add one")
        }
    }

    /// Far beyond any weight in use, and so small that no sum of them overflows.
    private static let weights = -1_000_000...1_000_000
}
