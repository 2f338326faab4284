import JSONText

/// Tool calls that come in pieces.
///
/// A piece belongs to the call at its `index`. Some services leave that out, or give the same one
/// to every call; then the id tells, and a piece without either goes on with the last call.
struct StreamedToolCalls {
    private struct Call {
        var index: Int?
        var id = ""
        var name = ""
        var arguments = ""
        var extras = JSONObject()
    }

    private var calls: [Call] = []

    var isEmpty: Bool { calls.isEmpty }

    mutating func take(_ piece: JSONValue) {
        let index = piece["index"]?.integer
        let id = piece["id"]?.string ?? ""
        let function = piece["function"]
        let name = function?["name"]?.string ?? ""
        let place = place(index: index, id: id, name: name)
        if calls[place].id.isEmpty { calls[place].id = id }
        if calls[place].name.isEmpty { calls[place].name = name }
        switch function?["arguments"] {
        case .string(let text): calls[place].arguments += text
        case .object(let object): calls[place].arguments = JSONValue.object(object).text
        default: break
        }
        for member in piece.object?.members ?? [] {
            guard !["index", "id", "type", "function"].contains(member.key), !member.value.isNull
            else { continue }
            calls[place].extras[member.key] = member.value
        }
    }

    /// As they would stand in a whole message.
    var json: [JSONValue] {
        calls.map { call in
            let arguments = call.arguments.isEmpty ? "{}" : call.arguments
            var json = JSONObject(pairs: [
                ("type", "function"),
                ("function", ["name": .string(call.name), "arguments": .string(arguments)]),
            ])
            if !call.id.isEmpty { json["id"] = .string(call.id) }
            for extra in call.extras.members { json[extra.key] = extra.value }
            return .object(json)
        }
    }

    private mutating func place(index: Int?, id: String, name: String) -> Int {
        let known =
            if let index {
                calls.lastIndex { $0.index == index }
            } else if !id.isEmpty {
                calls.lastIndex { $0.id == id }
            } else {
                calls.indices.last
            }
        if let known, !isAnother(calls[known], index: index, id: id, name: name) { return known }
        calls.append(Call(index: index))
        return calls.endIndex - 1
    }

    /// Whether a piece with a name opens another call than the one its place points to.
    private func isAnother(_ call: Call, index: Int?, id: String, name: String) -> Bool {
        guard !name.isEmpty, !call.name.isEmpty else { return false }
        if !id.isEmpty, !call.id.isEmpty { return id != call.id }
        return index == nil && id.isEmpty
    }
}
