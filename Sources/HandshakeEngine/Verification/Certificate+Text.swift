internal import Foundation
internal import X509

extension Certificate {
    /// Who the certificate is for, in a reason.
    var subjectText: String {
        subject.isEmpty ? "the certificate with serial number \(serialNumber)" : subject.shortText
    }

    func isValid(at time: Date) -> Bool {
        notValidBefore <= time && time <= notValidAfter
    }
}

extension DistinguishedName {
    var shortText: String { description.shortText }
}

extension String {
    /// A stranger's text in a reason: one line, and not a long one.
    var shortText: String {
        var text = ""
        for scalar in unicodeScalars.prefix(Self.shortTextCount) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
                text += scalar.escaped(asASCII: true)
            default:
                text.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.count > Self.shortTextCount ? text + "…" : text
    }

    private static var shortTextCount: Int { 128 }
}
