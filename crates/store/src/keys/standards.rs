//! The primitives against the vectors of those who standardised them and of project Wycheproof, called as the
//! vault calls them.

use super::tests::bytes;
use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce, Tag,
    aead::{AeadInOut, inout::InOutBuf},
};
use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use sha2::Sha512;
use wycheproof::{TestResult, aead, eddsa, hkdf as kdf};

#[test]
fn aes_256_gcm_passes_wycheproof() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).expect("the vectors are in the crate");
    let ours =
        |group: &&aead::TestGroup| (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128);
    let mut tried = 0;
    for test in set.test_groups.iter().filter(ours).flat_map(|group| &group.tests) {
        let cipher = Aes256Gcm::new_from_slice(&test.key).expect("256 bits");
        let nonce = Nonce::try_from(test.nonce.as_slice()).expect("96 bits");
        let tag = Tag::try_from(test.tag.as_slice()).expect("128 bits");
        let mut text = test.ct.to_vec();
        let opened =
            cipher.decrypt_inout_detached(&nonce, &test.aad, InOutBuf::from(text.as_mut_slice()), &tag);
        assert_eq!(opened.is_ok(), test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
        if opened.is_ok() {
            assert_eq!(text, *test.pt, "{}: opened to its text", test.tc_id);
            let sealed =
                cipher.encrypt_inout_detached(&nonce, &test.aad, InOutBuf::from(text.as_mut_slice()));
            assert_eq!((sealed.expect("short"), text), (tag, test.ct.to_vec()), "{}: and back", test.tc_id);
        }
        tried += 1;
    }
    assert!(tried > 60, "there are vectors for the sizes we use: {tried}");
}

#[test]
fn hkdf_sha512_passes_wycheproof() {
    let set = kdf::TestSet::load(kdf::TestName::HkdfSha512).expect("the vectors are in the crate");
    let mut tried = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut key = vec![0; test.size];
        let made =
            Hkdf::<Sha512>::new(Some(&test.salt), &test.ikm).expand_multi_info(&[&test.info], &mut key);
        assert_eq!(made.is_ok(), test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
        assert!(made.is_err() || key == *test.okm, "{}: {}", test.tc_id, test.comment);
        tried += 1;
    }
    assert!(tried > 60, "there are vectors: {tried}");
}

#[test]
fn ed25519_passes_wycheproof() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).expect("the vectors are in the crate");
    let mut tried = 0;
    for group in &set.test_groups {
        let key = group.key.pk.as_slice().try_into().ok().and_then(|key| VerifyingKey::from_bytes(key).ok());
        for test in &group.tests {
            let signature = Signature::from_slice(&test.sig);
            let holds =
                key.zip(signature.ok()).is_some_and(|(key, s)| key.verify_strict(&test.msg, &s).is_ok());
            assert_eq!(holds, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            tried += 1;
        }
    }
    assert!(tried > 100, "there are vectors: {tried}");
}

#[test]
fn ed25519_signs_as_rfc_8032_says() {
    let vectors = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b\
             d25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c\
             387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ];
    for (secret, public, message, signature) in vectors {
        let key = SigningKey::from_bytes(&bytes(secret).try_into().expect("256 bits"));
        assert_eq!(key.verifying_key().as_bytes().as_slice(), bytes(public));
        assert_eq!(key.sign(&bytes(message)).to_bytes().as_slice(), bytes(signature));
    }
}

#[test]
fn argon2id_derives_as_rfc_9106_says() {
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(AssociatedData::new(&[4; 12]).expect("short"))
        .build()
        .expect("the parameters of the RFC");
    let mut tag = [0; 32];
    Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
        .expect("a short secret")
        .hash_password_into(&[1; 32], &[2; 16], &mut tag)
        .expect("the vector of the RFC");
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(tag.as_slice(), bytes(expected));
}
