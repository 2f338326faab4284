import JSONText
import Vocabulary

/// A fusion as the provider runs it: its panel researches side by side, its analyst compares what
/// came. The outer model, which writes, is not part of it.
struct ServerFusion {
    let server: ServerSide
    let settings: FusionSettings
    let fault: FaultRule.Kind?

    struct Outcome {
        var record: ProviderWork.Fusion
        var cost = USD.zero
        var seconds = 0.0
        var met = SimulatorTraffic.Counts()

        /// What the outer model writes from.
        var writingPrompt: String {
            let comparison = record.analysis.map { ["<analysis>\n\($0.text)\n</analysis>"] }
            return ([ServerFusion.material(record)] + (comparison ?? []))
                .joined(separator: "\n\n")
        }
    }

    /// - Parameters:
    ///   - prompt: what the outer model asks the panel.
    ///   - seed: of the request.
    func run(on prompt: String, seed: UInt64) -> Outcome {
        if fault == .fusionCapped { return Outcome(record: .capped(prompt)) }
        var outcome = Outcome(record: ProviderWork.Fusion(prompt: prompt, status: .completed))
        var sources = SourceList()
        let struck = struckMembers(prompt, seed: seed)
        for (position, name) in settings.panel.enumerated() {
            let memberSeed = Draws(seed: seed).with("panel").with(position).bits
            do throws(MemberFailure) {
                if let failure = struck[position] { throw failure }
                let member = try research(prompt, as: name, seed: memberSeed)
                outcome.cost += member.bill.cost + member.web.cost
                outcome.met += member.web.met
                outcome.seconds = max(
                    outcome.seconds, member.seconds.rounds + member.seconds.writing)
                sources.add(member.web.sources)
                outcome.record.responses.append((name, try text(of: member)))
            } catch {
                outcome.record.failedModels.append((name, error.message, error.status))
            }
        }
        outcome.record.sources = sources.pages
        guard !outcome.record.responses.isEmpty else {
            outcome.record.status = .incomplete
            outcome.record.error = "No panel model returned anything that can be used."
            outcome.record.failureReason = Self.reason(outcome.record.failedModels.map(\.status))
            return outcome
        }
        compare(into: &outcome, seed: Draws(seed: seed).with("analyst").bits)
        return outcome
    }

    // MARK: - Panel

    /// Why a member brings nothing.
    private struct MemberFailure: Error {
        let message: String
        let status: Int?
    }

    private func research(
        _ prompt: String, as name: String, seed: UInt64
    ) throws(MemberFailure) -> ServerResearch.Outcome {
        do throws(ServerSideError) {
            let model = try server.names.model(name)
            let web = try WebSession(
                world: server.world, search: settings.tools.search, fetch: settings.tools.fetch,
                model: model)
            let member = ServerResearch(
                model: model, profile: server.names.profile(of: model),
                draws: server.draws(of: model, .researcher), seed: seed,
                rounds: settings.maxToolCalls)
            return member.run(on: [.init(role: "user", content: prompt, toolCalls: [])], web)
        } catch {
            throw MemberFailure(message: error.message, status: error.status)
        }
    }

    /// A member's report, as far as its tokens reach. One that declines has written nothing.
    private func text(of member: ServerResearch.Outcome) throws(MemberFailure) -> String {
        switch member.reply {
        case .text(let report):
            let (most, overflows) = settings.maxCompletionTokens
                .multipliedReportingOverflow(by: PromptCache.bytesPerToken)
            return overflows ? report : String(report.prefix(most))
        case .refusal, .toolCalls: throw Self.noText
        }
    }

    private static let noText = MemberFailure(message: "The model returned no text.", status: nil)

    /// The members that a fault strikes, by position.
    private func struckMembers(_ prompt: String, seed: UInt64) -> [Int: MemberFailure] {
        let draws = Draws(seed: server.seed).with("panel faults").with(prompt).with(seed)
        var positions: [Int] = []
        if fault == .panelAllFailed { positions = Array(settings.panel.indices) }
        if fault == .panelFailed { positions = [draws.index(below: settings.panel.count)] }
        let failures = [
            Self.noText, MemberFailure(message: "Upstream failed.", status: 502),
            MemberFailure(message: "Rate limited.", status: 429),
            MemberFailure(message: "Insufficient credits.", status: 402),
        ]
        return Dictionary(
            uniqueKeysWithValues: positions.map {
                ($0, failures[draws.with($0).index(below: failures.count)])
            })
    }

    /// The provider's word for a panel of which nobody answered.
    static func reason(_ statuses: [Int?]) -> String {
        if statuses.contains(402) { return "insufficient_credits" }
        return statuses.contains(429) ? "rate_limited" : "all_panels_failed"
    }

    // MARK: - Comparison

    /// Leaves the record without an analysis where the analyst brings none.
    private func compare(into outcome: inout Outcome, seed: UInt64) {
        outcome.record.analyst = settings.analyst
        // Whatever is wrong with the analyst, the drafts are there.
        guard fault != .analysisMissing, let model = try? server.names.model(settings.analyst)
        else { return }
        let profile = server.names.profile(of: model)
        let prompt = Self.material(outcome.record)
        let text = SimulatedAnalyst(profile: profile, draws: server.draws(of: model, .analyst))
            .analysis(of: prompt, seed: seed)
        let analysis = try? JSONValue(parsing: text)  // Other than JSON is no analysis.
        outcome.record.analysis =
            fault == .analysisMalformed ? analysis.map(Self.flattened) : analysis
        var bill = InnerBill()
        bill.add(
            promptLength: prompt.utf8.count, replyLength: text.utf8.count, at: profile.price)
        outcome.cost += bill.cost
        let draw = server.draws(of: model, .analyst).with("pace").with(seed).uniform
        outcome.seconds += profile.latencySeconds * (0.5 + 1.5 * draw * draw)
    }

    /// Strings where objects should be, as analysts sometimes write them.
    private static func flattened(_ analysis: JSONValue) -> JSONValue {
        guard case .object(let parts) = analysis else { return analysis }
        let flat = parts.members.map { part -> (String, JSONValue) in
            let entries = (part.value.array ?? []).map { entry in
                entry["point"] ?? entry["insight"] ?? entry["topic"] ?? entry
            }
            let isEmpty = entries.isEmpty && part.key == "contradictions"
            return (part.key, .array(isEmpty ? ["None of weight."] : entries))
        }
        return .object(JSONObject(pairs: flat))
    }

    /// Task and drafts, as analyst and writer get to read them.
    private static func material(_ record: ProviderWork.Fusion) -> String {
        let drafts = record.responses.enumerated().map { place, response in
            let name = response.model.filter { !"\"<>\n".contains($0) }
            return
                "<draft number=\"\(place + 1)\" model=\"\(name)\">\n\(response.content)\n</draft>"
        }
        return (["<task>\n\(record.prompt)\n</task>"] + drafts).joined(separator: "\n\n")
    }
}

extension ProviderWork.Fusion {
    /// A call that is turned down because there has been one already.
    static func capped(_ prompt: String) -> ProviderWork.Fusion {
        ProviderWork.Fusion(
            prompt: prompt, status: .incomplete,
            error: "Fusion can be called once for each request.",
            failureReason: "fusion_invocation_capped")
    }
}
