// Verifies every signature of PDF files with PDFBox and the JDK's own PKCS#7: one line a file, a word a signature.

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import sun.security.pkcs.PKCS7;
import sun.security.pkcs.SignerInfo;
import sun.security.timestamp.TimestampToken;

public class SignatureCheck {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            byte[] data = Files.readAllBytes(new File(file).toPath());
            StringBuilder said = new StringBuilder("file");
            try (PDDocument document = Loader.loadPDF(new File(file))) {
                for (PDSignature one : document.getSignatureDictionaries()) {
                    said.append(' ').append(word(one, data));
                }
            }
            System.out.println(said);
        }
    }

    private static String word(PDSignature one, byte[] data) throws Exception {
        PKCS7 held = new PKCS7(new ByteArrayInputStream(one.getContents(data)));
        byte[] signed = one.getSignedContent(data);
        if ("ETSI.RFC3161".equals(one.getSubFilter())) {
            byte[] told = new TimestampToken(held.getContentInfo().getData()).getHashedMessage();
            boolean same = Arrays.equals(told, MessageDigest.getInstance("SHA-256").digest(signed));
            return "stamp:" + (same && verified(held.verify()) ? "valid" : "broken");
        }
        return "signature:" + (verified(held.verify(signed)) ? "valid" : "broken");
    }

    private static boolean verified(SignerInfo[] signers) {
        return signers != null && signers.length == 1;
    }
}
