// Validates files against PDF/A-2b: one line a file, "ok" or the clauses that were broken.

import java.io.File;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class PdfaCheck {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile; // this one alone: the directory of all profiles takes seconds to read
        try (InputStream rules = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFA-2B.xml")) {
            profile = Profiles.profileFromXml(rules);
        }
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), PDFAFlavour.PDFA_2_B);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
                ValidationResult result = validator.validate(parser);
                StringBuilder said = new StringBuilder(result.isCompliant() ? "ok" : "broken");
                for (TestAssertion one : result.getTestAssertions()) {
                    said.append(" | ").append(one.getRuleId().getClause()).append('-')
                            .append(one.getRuleId().getTestNumber()).append(' ').append(one.getMessage());
                }
                System.out.println(said.toString().replaceAll("\\s+", " "));
            }
        }
    }
}
