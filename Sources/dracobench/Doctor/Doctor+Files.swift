import Catalog
import Execution
import Reports
import Vocabulary

/// What a suite is made of: dataset, judges, exclusion list, keys.
extension Doctor {
    func files() -> [Check] {
        [dataset] + suite.judges.map(judge) + [exclusionList] + keys + searchKey
    }

    /// A check that something can be read, with what it is.
    private func check(
        _ subject: String, _ read: () throws -> String
    ) -> Check {
        do {
            return Check(.suite, subject, .ok, try read())
        } catch {
            return Check(
                .suite, subject, .failed, "can't be used", advice: Self.sentence(error))
        }
    }

    private var dataset: Check {
        check("Dataset \(suite.dataset)") {
            let dataset = try session.workspace.dataset(suite.dataset)
            let tasks = suite.tasks.select(from: dataset.tasks)
            let sealed = session.workspace.isSealed(suite.dataset) ? "sealed, opened; " : ""
            guard !tasks.isEmpty else {
                throw CommandFailure("The filters under 'tasks' leave no task; loosen them.")
            }
            let criteria = tasks.reduce(0) { $0 + $1.rubric.criteria.count }
            return "\(sealed)\(tasks.count) of \(dataset.tasks.count) tasks, \(criteria) criteria"
        }
    }

    private func judge(_ spec: JudgeSpec) -> Check {
        check("Judge prompt \(spec.prompt)") {
            _ = try session.workspace.judge(spec.prompt)
            return "is there, for \(spec.model)"
        }
    }

    private var exclusionList: Check {
        guard suite.exclusion != "none" else {
            return Check(
                .suite, "Exclusion list", .warning, "there is none",
                advice: "Answers may be read off the web; name one under 'exclusion'.")
        }
        return check("Exclusion list \(suite.exclusion)") {
            let list = try session.workspace.exclusionList(suite.exclusion)
            return "version \(list.version), \(list.entries.count) entries"
        }
    }

    // MARK: - Keys

    private var keys: [Check] {
        var seen: Set<String> = []
        return suite.askedModels().compactMap { asked in
            let endpoint = asked.endpoint
            guard simulator == nil else { return nil }
            guard let variable = endpoint.apiKeyVariable else {
                return Check(.suite, "Key of \(endpoint.baseURL)", .ok, "none is needed")
            }
            guard seen.insert(variable).inserted else { return nil }
            return Self.key(variable, of: endpoint.baseURL, in: variables)
        }
    }

    private var searchKey: [Check] {
        let search = suite.research.search
        guard simulator == nil, suite.asksModels, suite.research.tools.contains(.webSearch),
            suite.research.maxToolCalls > 0
        else { return [] }
        if search.engine == .searxng, search.baseURL == nil {
            return [
                Check(
                    .suite, "Search engine", .failed, "searxng without an address",
                    advice: "Set research.search.base_url to a SearXNG instance.")
            ]
        }
        guard let variable = search.keyVariable else {
            return [Check(.suite, "Search engine", .ok, "\(search.engine.rawValue), no key needed")]
        }
        return [Self.key(variable, of: search.engine.rawValue, in: variables)]
    }

    private static func key(
        _ variable: String, of what: String, in variables: [String: String]
    ) -> Check {
        EnvironmentChecks.isSet(variable, in: variables)
            ? Check(.suite, "Key of \(what)", .ok, "\(variable) is set")
            : Check(
                .suite, "Key of \(what)", .failed, "\(variable) is not set",
                advice: "Export the key under that name, or add --simulate.")
    }
}
