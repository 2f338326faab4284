import FoundationEssentials
import Vocabulary

/// Reads results that others published: YAML, strict to the last key.
package struct PublishedResultsReader {
    let file: String

    /// The results in a file, whose id must be the file's name without `.yaml`.
    package static func read(_ file: String) throws(CatalogError) -> PublishedResults {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        return try PublishedResultsReader(file: file)
            .results(YAMLMapping(parsing: text, file: file))
    }

    private func results(_ top: YAMLMapping) throws(CatalogError) -> PublishedResults {
        try top.allow(only: [
            "id", "title", "publisher", "url", "date", "dataset", "judge", "other_judges", "notes",
            "rows", "claims",
        ])
        let dataset = try dataset(top.required("dataset"))
        let otherJudges = try top["other_judges"]?.elements(judge) ?? []
        var results = PublishedResults(
            id: try id(top.required("id")), title: try top.required("title").string(),
            publisher: try top.required("publisher").string(),
            url: try url(top.required("url")), date: try day(top.required("date")),
            dataset: dataset, judge: try judge(top.required("judge")), otherJudges: otherJudges,
            notes: try top["notes"]?.elements { value throws(CatalogError) in
                try value.string()
            } ?? [],
            rows: [])
        let rows = PublishedRowReader(dataset: dataset, judges: otherJudges.map(\.model))
        results.rows = try rows.rows(top.required("rows"))
        results.claims =
            try top["claims"]?.elements { value throws(CatalogError) in
                try claim(value, about: results)
            } ?? []
        return results
    }

    private func id(_ value: YAMLValue) throws(CatalogError) -> String {
        let id = try value.string()
        let name = URL(filePath: file).deletingPathExtension().lastPathComponent
        guard id == name else {
            throw value.fault("'id' is '\(id)' and the file is called '\(name)'; rename one")
        }
        return id
    }

    /// Nothing in it can be markup or leave a quotation, so that it can be printed as it is.
    private func url(_ value: YAMLValue) throws(CatalogError) -> String {
        let url = try value.string()
        guard
            url.wholeMatch(of: /https:\/\/[A-Za-z0-9][A-Za-z0-9.\-]*(\/[A-Za-z0-9._~\/%?=\-]*)?/)
                != nil
        else {
            throw value.fault(
                "'url' must be an https address in letters, digits and . _ ~ / % ? = -; correct it")
        }
        return url
    }

    private func day(_ value: YAMLValue) throws(CatalogError) -> String {
        let day = try value.string()
        guard day.wholeMatch(of: /[0-9]{4}-[01][0-9]-[0-3][0-9]/) != nil else {
            throw value.fault("'date' must be a day such as 2026-06-12")
        }
        return day
    }

    private func dataset(_ value: YAMLValue) throws(CatalogError) -> PublishedDataset {
        let section = try value.mapping()
        try section.allow(only: ["name", "tasks"])
        return PublishedDataset(
            name: try section.required("name").string(),
            tasks: try section.required("tasks").integer(in: 1...1_000_000))
    }

    private func judge(_ value: YAMLValue) throws(CatalogError) -> PublishedJudge {
        let section = try value.mapping()
        try section.allow(only: ["model", "prompt", "reasoning", "temperature", "passes"])
        return PublishedJudge(
            model: try section.required("model").string(),
            prompt: try section["prompt"]?.string(), reasoning: try section["reasoning"]?.string(),
            temperature: try section["temperature"]?.number(in: 0...2),
            passes: try section["passes"]?.integer(in: 1...100))
    }

    // MARK: - Claims

    private enum ClaimKind: String, CaseIterable {
        case lift
        case share
        case itt
    }

    private func claim(
        _ value: YAMLValue, about results: PublishedResults
    ) throws(CatalogError) -> PublishedClaim {
        let section = try value.mapping()
        func row(_ key: String) throws(CatalogError) -> String {
            let value = try section.required(key)
            let id = try value.string()
            let known = results.rows.map(\.id)
            guard known.contains(id) else {
                let nearest = NearestWord.to(id, among: known).map { "did you mean '\($0)'?" }
                throw value.fault(
                    "'\(key)' names the row '\(id)', and there is none; "
                        + (nearest ?? "name the id of a row"))
            }
            return id
        }
        let subject: PublishedClaim.Subject
        var figures = 0.0...100.0
        switch try section.required("claim").word(ClaimKind.self) {
        case .lift:
            try section.allow(only: ["claim", "of", "over", "figure", "note"])
            subject = .lift(of: try row("of"), over: try row("over"))
            figures = -100...100
        case .share:
            try section.allow(only: ["claim", "of", "within", "over", "figure", "note"])
            subject = .share(
                of: try row("of"), within: try row("within"), over: try row("over"))
            figures = -10...10
        case .itt:
            try section.allow(only: ["claim", "of", "figure", "low", "high", "note"])
            subject = .intentionToTreat(
                of: try row("of"), low: try section.required("low").number(in: figures),
                high: try section.required("high").number(in: figures))
        }
        return PublishedClaim(
            subject: subject, figure: try section.required("figure").number(in: figures),
            note: try section["note"]?.string())
    }
}

extension YAMLValue {
    /// A list, element by element.
    func elements<Element>(
        _ read: (YAMLValue) throws(CatalogError) -> Element
    ) throws(CatalogError) -> [Element] {
        var elements: [Element] = []
        for value in try list() { elements.append(try read(value)) }
        return elements
    }
}
