import * as $protobuf from "protobufjs";
import Long = require("long");

export namespace cast {

    namespace channel {

        interface ICastMessage extends cast.channel.CastMessage.$Properties {
        }

        class CastMessage {
            constructor(properties?: cast.channel.CastMessage.$Properties);
            $unknowns?: Uint8Array[];
            protocolVersion: number;
            sourceId: string;
            destinationId: string;
            namespace: string;
            payloadType: cast.channel.PayloadType;
            payloadUtf8: string;
            payloadBinary: Uint8Array;
            static encode(message: cast.channel.CastMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cast.channel.CastMessage & cast.channel.CastMessage.$Shape;
        }

        namespace CastMessage {
            interface $Properties {
                protocolVersion: number;
                sourceId: string;
                destinationId: string;
                namespace: string;
                payloadType: cast.channel.PayloadType;
                payloadUtf8?: (string|null);
                payloadBinary?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = cast.channel.CastMessage.$Properties;
        }

        enum PayloadType {
            STRING = 0,
            BINARY = 1
        }

        interface IDeviceAuthMessage extends cast.channel.DeviceAuthMessage.$Properties {
        }

        class DeviceAuthMessage {
            constructor(properties?: cast.channel.DeviceAuthMessage.$Properties);
            $unknowns?: Uint8Array[];
            challenge?: (cast.channel.AuthChallenge.$Properties|null);
            response?: (cast.channel.AuthResponse.$Properties|null);
            error?: (cast.channel.AuthError.$Properties|null);
            static encode(message: cast.channel.DeviceAuthMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cast.channel.DeviceAuthMessage & cast.channel.DeviceAuthMessage.$Shape;
        }

        namespace DeviceAuthMessage {
            interface $Properties {
                challenge?: (cast.channel.AuthChallenge.$Properties|null);
                response?: (cast.channel.AuthResponse.$Properties|null);
                error?: (cast.channel.AuthError.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = cast.channel.DeviceAuthMessage.$Properties;
        }

        enum SignatureAlgorithm {
            UNSPECIFIED = 0,
            RSASSA_PKCS1V15 = 1,
            RSASSA_PSS = 2
        }

        enum HashAlgorithm {
            SHA1 = 0,
            SHA256 = 1
        }

        interface IAuthChallenge extends cast.channel.AuthChallenge.$Properties {
        }

        class AuthChallenge {
            constructor(properties?: cast.channel.AuthChallenge.$Properties);
            $unknowns?: Uint8Array[];
            signatureAlgorithm: cast.channel.SignatureAlgorithm;
            senderNonce: Uint8Array;
            hashAlgorithm: cast.channel.HashAlgorithm;
            static encode(message: cast.channel.AuthChallenge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cast.channel.AuthChallenge & cast.channel.AuthChallenge.$Shape;
        }

        namespace AuthChallenge {
            interface $Properties {
                signatureAlgorithm?: (cast.channel.SignatureAlgorithm|null);
                senderNonce?: (Uint8Array|null);
                hashAlgorithm?: (cast.channel.HashAlgorithm|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = cast.channel.AuthChallenge.$Properties;
        }

        interface IAuthResponse extends cast.channel.AuthResponse.$Properties {
        }

        class AuthResponse {
            constructor(properties?: cast.channel.AuthResponse.$Properties);
            $unknowns?: Uint8Array[];
            signature: Uint8Array;
            clientAuthCertificate: Uint8Array;
            intermediateCertificate: Uint8Array[];
            signatureAlgorithm: cast.channel.SignatureAlgorithm;
            senderNonce: Uint8Array;
            hashAlgorithm: cast.channel.HashAlgorithm;
            static encode(message: cast.channel.AuthResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cast.channel.AuthResponse & cast.channel.AuthResponse.$Shape;
        }

        namespace AuthResponse {
            interface $Properties {
                signature: Uint8Array;
                clientAuthCertificate: Uint8Array;
                intermediateCertificate?: (Uint8Array[]|null);
                signatureAlgorithm?: (cast.channel.SignatureAlgorithm|null);
                senderNonce?: (Uint8Array|null);
                hashAlgorithm?: (cast.channel.HashAlgorithm|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = cast.channel.AuthResponse.$Properties;
        }

        interface IAuthError extends cast.channel.AuthError.$Properties {
        }

        class AuthError {
            constructor(properties?: cast.channel.AuthError.$Properties);
            $unknowns?: Uint8Array[];
            errorType: number;
            static encode(message: cast.channel.AuthError.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cast.channel.AuthError & cast.channel.AuthError.$Shape;
        }

        namespace AuthError {
            interface $Properties {
                errorType: number;
                $unknowns?: Uint8Array[];
            }
            type $Shape = cast.channel.AuthError.$Properties;
        }
    }
}
