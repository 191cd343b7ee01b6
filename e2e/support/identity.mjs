// An OpenID provider with the claims of the national sign-in: whoever types a name there is that person.
import { Provider } from "oidc-provider";
import { addressOf } from "./servers.mjs";

export const ISSUER = "http://127.0.0.1:8190";

const PEOPLE = {
  lan: { HoVaTen: "Nguyễn Thị Lan", SoDinhDanh: "022190000001", LoaiTaiKhoan: "1", SoDienThoai: "0912345678", ThuDienTu: "" },
  an: { HoVaTen: "Trần Văn An", SoDinhDanh: "022085000002", LoaiTaiKhoan: 1 },
  "quantri.tinh": { name: "Quản trị", preferred_username: "quantri.tinh" },
  nobody: { name: "Người lạ", preferred_username: "nobody.here" },
};

export async function startIdentityProvider(engines) {
  const redirect_uris = engines.map(({ port }) => `${addressOf(port)}/dinh-danh/ve`);
  const client = (client_id) => ({ client_id, client_secret: `${client_id}-secret`, redirect_uris });
  const names = (id) => Object.keys(PEOPLE[id.split("@")[0]] ?? {});
  const provider = new Provider(ISSUER, {
    clients: [client("cong-dan"), client("can-bo")],
    claims: { openid: ["sub", ...new Set(Object.keys(PEOPLE).flatMap(names))] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id.split("@")[0]] }) }),
    pkce: { required: () => true },
    cookies: { keys: ["a key of the journeys"] },
    conformIdTokenClaims: true,
  });
  const server = provider.listen(Number(new URL(ISSUER).port), "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const env = {
    MOTCUA_CITIZEN_ISSUER: ISSUER, MOTCUA_CITIZEN_CLIENT: "cong-dan", MOTCUA_CITIZEN_SECRET: "cong-dan-secret",
    MOTCUA_STAFF_ISSUER: ISSUER, MOTCUA_STAFF_CLIENT: "can-bo", MOTCUA_STAFF_SECRET: "can-bo-secret", MOTCUA_STAFF_SCOPES: "",
  };
  return { env, stop: () => server.close() };
}
