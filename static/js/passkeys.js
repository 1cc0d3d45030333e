// Passkeys: shows their buttons where the browser can, ties them to allauth's script (mfa/js/webauthn.js), and says in words what went wrong.
// Without JavaScript nothing of this shows; the page has another way in each case.

const able = Boolean(window.PublicKeyCredential && window.allauth?.webauthn);
for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = !able;
for (const part of document.querySelectorAll("[data-no-passkeys]")) part.hidden = able;

const FORMS = {
  passkey_add: (forms, ids) => forms.addForm({ ids: { ...ids, add: "passkey_add", passwordless: "id_passwordless" } }),
  passkey_login: (forms, ids) => forms.loginForm({ ids: { credential: ids.credential, login: "passkey_login" } }),
  passkey_authenticate: (forms, ids) => forms.authenticateForm({ ids: { ...ids, authenticate: "passkey_authenticate" } }),
};
for (const [id, tie] of able ? Object.entries(FORMS) : []) {
  if (document.getElementById(id)) tie(window.allauth.webauthn.forms, { credential: "id_credential", data: "js_data" });
}

const WORDS = {
  NotAllowedError: "パスキーを使いませんでした。取り消したか、時間が過ぎたようです。もう一度ボタンを押すか、ほかの方法をお使いください。",
  InvalidStateError: "この端末のパスキーは、もう登録されています。",
  SecurityError: "このアドレスでは、パスキーを使えません。ほかの方法をお使いください。",
};
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey_status").textContent =
    WORDS[event.detail.exception?.name] ?? "パスキーを使えませんでした。少し待ってからもう一度押すか、ほかの方法をお使いください。";
});
