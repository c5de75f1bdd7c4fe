/* ICU's data with nothing in it, for the bundle: of 31 MB of tables Qt asks for the order of letters in lists of files
   and for old encodings alone, and does without where they are missing. ICU foresees such an empty library.
   The fields are those of MappedData, UDataInfo and of a list without items in ICU's udata.h. */
#include <stdint.h>

__attribute__((visibility("default"))) const struct {
    uint16_t header_size;
    uint8_t magic[2];
    uint16_t info_size, reserved;
    uint8_t big_endian, charset, bytes_of_character, reserved_byte;
    uint8_t format[4], format_version[4], data_version[4];
    uint8_t up_to_header_size[8];
    uint32_t items, nothing[3];
} EMPTY_ICU_DATA __attribute__((aligned(16))) = {
    32, {0xda, 0x27}, 20, 0, 0, 0, 2, 0, {'C', 'm', 'n', 'D'}, {1, 0, 0, 0}, {0}, {0}, 0, {0},
};
